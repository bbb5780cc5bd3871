using System;
using Backprop.Memory;
using Xunit;

namespace Backprop.Runtime.Tests.Memory;

public sealed class MatrixTests
{
    private const int Around = 16;
    private const float Canary = -12345f;

    // On both sides of a square of four, of eight rows at once, and of vectors; and as many rows as a crosswise tile.
    private static readonly int[] s_extents = [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 17, 20, 48, 97];

    // The padding of a written row, and the gap between two rows.
    private static readonly int[] s_extras = [0, 1, 2, 3, 4, 5, 8, 15];

    /// <summary>Values where they belong, zeros in the padding, and nothing else written: not between the rows, and not around them.</summary>
    [Fact]
    public void ATransposedMatrixIsThatOfANaiveLoop()
    {
        foreach (int rows in s_extents)
        {
            foreach (int columns in s_extents)
            {
                foreach (int padding in s_extras)
                {
                    foreach (int gap in s_extras)
                    {
                        Check(rows, columns, columns + gap, rows + padding, rows + padding + gap);
                    }
                }
            }
        }
    }

    private static void Check(int rows, int columns, int sourceStride, int width, int destinationStride)
    {
        float[] source = Canaries(Around + ((rows - 1) * sourceStride) + columns + Around);
        float[] expected = Canaries(Around + (columns * destinationStride) + Around);
        float[] actual = Canaries(expected.Length);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                source[Around + (row * sourceStride) + column] = 1 + (row * columns) + column;
            }
        }

        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < width; row++)
            {
                expected[Around + (column * destinationStride) + row] = row < rows ? source[Around + (row * sourceStride) + column] : 0f;
            }
        }

        Matrix.Transpose(ref source[Around], rows, columns, sourceStride, ref actual[Around], width, destinationStride);

        Assert.True(
            expected.AsSpan().SequenceEqual(actual),
            $"{rows} rows {sourceStride} apart, {columns} columns: {width} of {destinationStride} floats of each row");
    }

    private static float[] Canaries(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, Canary);
        return values;
    }
}
