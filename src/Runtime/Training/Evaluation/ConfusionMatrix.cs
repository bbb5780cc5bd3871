using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Backprop.Training;

namespace Backprop;

/// <summary>How many rows of each class a network takes for which class. It prints itself: a line for each class, a column for each answer.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;
    private readonly string[] _classNames;

    /// <param name="counts">[actual, predicted].</param>
    /// <param name="classNames">A name for each class.</param>
    internal ConfusionMatrix(int[,] counts, string[] classNames)
    {
        _counts = counts;
        _classNames = classNames;
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount => _classNames.Length;

    /// <summary>The classes' names; their numbers if they have none.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>All rows.</summary>
    public int Total => Classes.Sum(actual => Classes.Sum(predicted => _counts[actual, predicted]));

    /// <summary>The rows whose class the network tells.</summary>
    public int Correct => Classes.Sum(index => _counts[index, index]);

    private IEnumerable<int> Classes => Enumerable.Range(0, ClassCount);

    /// <summary>The rows of a class that the network takes for another, or the same one.</summary>
    /// <param name="actual">The class that they are of, 0 … <see cref="ClassCount"/> − 1.</param>
    /// <param name="predicted">The class that the network says they are of, 0 … <see cref="ClassCount"/> − 1.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int actual, int predicted]
    {
        get
        {
            CheckClass(actual, nameof(actual));
            CheckClass(predicted, nameof(predicted));
            return _counts[actual, predicted];
        }
    }

    /// <summary>A table: a line for each actual class, a column for each predicted one.</summary>
    /// <returns>Several lines of text.</returns>
    public override string ToString()
    {
        TextTable table = new(["actual \\ predicted", .. _classNames]) { Names = [0] };
        foreach (int actual in Classes)
        {
            table.Add([_classNames[actual], .. Classes.Select(predicted => _counts[actual, predicted].ToString(CultureInfo.InvariantCulture))]);
        }

        return table.ToString();
    }

    /// <summary>Whether any row is of the class, or is said to be of it.</summary>
    internal bool Occurs(int index) => Classes.Any(other => _counts[index, other] + _counts[other, index] > 0);

    internal ClassScore Score(int index)
    {
        int hits = _counts[index, index];
        int actual = Classes.Sum(other => _counts[index, other]);
        int predicted = Classes.Sum(other => _counts[other, index]);
        return new ClassScore(_classNames[index], Quotient(hits, predicted), Quotient(hits, actual), Quotient(2.0 * hits, actual + predicted), actual);
    }

    private static double Quotient(double dividend, int divisor) => divisor == 0 ? 0 : dividend / divisor;

    private void CheckClass(int index, string name)
    {
        if ((uint)index >= (uint)ClassCount)
        {
            throw Ranges.OutOfRange(name, string.Create(CultureInfo.InvariantCulture, $"a class from 0 to {ClassCount - 1}"), index);
        }
    }
}
