using System;

namespace Backprop.Network.Tests;

/// <summary>As much matrix algebra as the derivations use.</summary>
internal static class Matrix
{
    /// <summary>A matrix from its elements, row by row.</summary>
    public static double[,] Of(int rows, int columns, ReadOnlySpan<float> elements)
    {
        var matrix = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                matrix[i, j] = elements[(i * columns) + j];
            }
        }

        return matrix;
    }

    /// <summary>The elements, row by row.</summary>
    public static double[] Elements(double[,] matrix)
    {
        var elements = new double[matrix.Length];
        int index = 0;
        foreach (double element in matrix)
        {
            elements[index++] = element;
        }

        return elements;
    }

    /// <summary>The matrix product.</summary>
    public static double[,] Product(double[,] left, double[,] right)
    {
        var product = new double[left.GetLength(0), right.GetLength(1)];
        for (int i = 0; i < product.GetLength(0); i++)
        {
            for (int j = 0; j < product.GetLength(1); j++)
            {
                for (int k = 0; k < right.GetLength(0); k++)
                {
                    product[i, j] += left[i, k] * right[k, j];
                }
            }
        }

        return product;
    }

    /// <summary>The transpose.</summary>
    public static double[,] Transpose(double[,] matrix)
    {
        var transpose = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int i = 0; i < transpose.GetLength(0); i++)
        {
            for (int j = 0; j < transpose.GetLength(1); j++)
            {
                transpose[i, j] = matrix[j, i];
            }
        }

        return transpose;
    }

    /// <summary>A function of each element.</summary>
    public static double[,] Each(double[,] matrix, Func<double, double> function) => Each(matrix, matrix, (element, _) => function(element));

    /// <summary>A function of each pair of elements in the same place; <c>.*</c> is one.</summary>
    public static double[,] Each(double[,] left, double[,] right, Func<double, double, double> function)
    {
        var result = new double[left.GetLength(0), left.GetLength(1)];
        for (int i = 0; i < result.GetLength(0); i++)
        {
            for (int j = 0; j < result.GetLength(1); j++)
            {
                result[i, j] = function(left[i, j], right[i, j]);
            }
        }

        return result;
    }

    /// <summary>A row added to each row.</summary>
    public static double[,] AddRow(double[,] matrix, double[] row)
    {
        var result = (double[,])matrix.Clone();
        for (int i = 0; i < result.GetLength(0); i++)
        {
            for (int j = 0; j < result.GetLength(1); j++)
            {
                result[i, j] += row[j];
            }
        }

        return result;
    }

    /// <summary>The sum of the rows.</summary>
    public static double[] SumOfRows(double[,] matrix)
    {
        var sum = new double[matrix.GetLength(1)];
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < sum.Length; j++)
            {
                sum[j] += matrix[i, j];
            }
        }

        return sum;
    }
}
