using System;
using System.Globalization;

namespace Backprop;

/// <summary>
/// Rows of inputs with their targets or class labels, one after another in memory: what <see cref="Trainer"/> learns from. Immutable;
/// the arrays that it was made of are not copied and must not be changed while it is in use.
/// </summary>
public sealed class Dataset
{
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly int[] _labels;
    private readonly float[] _weights;
    private readonly int _first;

    private Dataset(float[] inputs, int inputSize, float[] targets, int targetSize, int[] labels, int classCount, float[] weights, int first, int count)
    {
        _inputs = inputs;
        _targets = targets;
        _labels = labels;
        _weights = weights;
        _first = first;
        InputSize = inputSize;
        TargetSize = targetSize;
        ClassCount = classCount;
        Count = count;
    }

    /// <summary>The number of rows, at least 1.</summary>
    public int Count { get; }

    /// <summary>The values in a row of inputs.</summary>
    public int InputSize { get; }

    /// <summary>The values in a row of targets; 0 with labels.</summary>
    public int TargetSize { get; }

    /// <summary>The number of classes; 0 without labels.</summary>
    public int ClassCount { get; }

    /// <summary>Whether the rows have class labels in place of targets.</summary>
    public bool HasLabels => ClassCount > 0;

    /// <summary>Whether the rows have weights.</summary>
    public bool HasWeights => _weights.Length > 0;

    /// <summary><c>Count × InputSize</c> values.</summary>
    public ReadOnlySpan<float> Inputs => _inputs.AsSpan(_first * InputSize, Count * InputSize);

    /// <summary><c>Count × TargetSize</c> values; empty with labels.</summary>
    public ReadOnlySpan<float> Targets => _targets.AsSpan(_first * TargetSize, Count * TargetSize);

    /// <summary><c>Count</c> labels, 0 … <c>ClassCount − 1</c>; empty with targets.</summary>
    public ReadOnlySpan<int> Labels => HasLabels ? _labels.AsSpan(_first, Count) : default;

    /// <summary>What the cost of each row is multiplied by; empty: all 1.</summary>
    public ReadOnlySpan<float> Weights => HasWeights ? _weights.AsSpan(_first, Count) : default;

    /// <summary>Rows with targets.</summary>
    /// <param name="inputs">Whole rows of <paramref name="inputSize"/> values, at least one; not copied.</param>
    /// <param name="inputSize">The values in a row of inputs, from 1 up.</param>
    /// <param name="targets">As many rows of <paramref name="targetSize"/> values; not copied.</param>
    /// <param name="targetSize">The values in a row of targets, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a value is not finite: the message names its row and column.</exception>
    public static Dataset FromTargets(float[] inputs, int inputSize, float[] targets, int targetSize)
    {
        int count = CheckInputs(inputs, inputSize);
        ArgumentNullException.ThrowIfNull(targets);
        CheckSize(targetSize, nameof(targetSize));
        if (targets.Length != (long)count * targetSize)
        {
            throw new ArgumentException($"targets: expected {(long)count * targetSize} values ({count} rows of {targetSize}), got {targets.Length}.", nameof(targets));
        }

        CheckFinite(targets, targetSize, nameof(targets));
        return new Dataset(inputs, inputSize, targets, targetSize, [], 0, [], 0, count);
    }

    /// <summary>Rows with class labels.</summary>
    /// <param name="inputs">Whole rows of <paramref name="inputSize"/> values, at least one; not copied.</param>
    /// <param name="inputSize">The values in a row of inputs, from 1 up.</param>
    /// <param name="labels">A label for each row, 0 … <paramref name="classCount"/> − 1; not copied.</param>
    /// <param name="classCount">The number of classes, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a value is not finite or a label is out of range: the message names its row and column.</exception>
    public static Dataset FromLabels(float[] inputs, int inputSize, int[] labels, int classCount)
    {
        int count = CheckInputs(inputs, inputSize);
        ArgumentNullException.ThrowIfNull(labels);
        CheckSize(classCount, nameof(classCount));
        if (labels.Length != count)
        {
            throw new ArgumentException($"labels: expected {count} labels, one for each row of inputs, got {labels.Length}.", nameof(labels));
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classCount)
            {
                throw new ArgumentException($"labels: expected labels from 0 to {classCount - 1}, got {labels[row]} in row {row}.", nameof(labels));
            }
        }

        return new Dataset(inputs, inputSize, [], 0, labels, classCount, [], 0, count);
    }

    /// <summary>The same rows, with weights.</summary>
    /// <param name="weights">What the cost of each row is multiplied by: one for each row, finite and at least 0; not copied.</param>
    /// <returns>A data set over the same memory.</returns>
    /// <exception cref="ArgumentException">The length is wrong, or a weight is negative or not finite.</exception>
    public Dataset WithWeights(float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != Count)
        {
            throw new ArgumentException($"weights: expected {Count} weights, one for each row, got {weights.Length}.", nameof(weights));
        }

        for (int row = 0; row < weights.Length; row++)
        {
            if (!float.IsFinite(weights[row]) || weights[row] < 0f)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights: expected finite values of at least 0, got {weights[row]} in row {row}."), nameof(weights));
            }
        }

        float[] placed = weights;
        if (_first > 0)
        {
            placed = new float[_first + Count];
            weights.CopyTo(placed, _first);
        }

        return new Dataset(_inputs, InputSize, _targets, TargetSize, _labels, ClassCount, placed, _first, Count);
    }

    /// <summary>Some neighbouring rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many, from 1 up.</param>
    /// <returns>A data set over the same memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">They are not among the rows.</exception>
    public Dataset Slice(int first, int count)
    {
        if (first < 0 || first >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(first), $"first: expected a row from 0 to {Count - 1}, got {first}");
        }

        if (count < 1 || count > Count - first)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"count: expected 1 to {Count - first} rows from row {first}, got {count}");
        }

        return new Dataset(_inputs, InputSize, _targets, TargetSize, _labels, ClassCount, _weights, _first + first, count);
    }

    private static int CheckInputs(float[] inputs, int inputSize)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        CheckSize(inputSize, nameof(inputSize));
        if (inputs.Length == 0 || inputs.Length % inputSize != 0)
        {
            throw new ArgumentException($"inputs: expected whole rows of {inputSize} values, at least one, got {inputs.Length} values.", nameof(inputs));
        }

        CheckFinite(inputs, inputSize, nameof(inputs));
        return inputs.Length / inputSize;
    }

    private static void CheckSize(int size, string name)
    {
        if (size < 1)
        {
            throw new ArgumentOutOfRangeException(name, $"{name}: expected at least 1, got {size}");
        }
    }

    private static void CheckFinite(float[] values, int rowSize, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}: expected finite values, got {values[i]} in row {i / rowSize}, column {i % rowSize}."), name);
            }
        }
    }
}
