using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>
/// Rows of inputs with their targets or class labels, one after another in memory: what <see cref="Trainer"/> learns from. Immutable;
/// arrays that it was made of without copying must not be changed while it is in use.
/// </summary>
/// <remarks>Rows and columns are numbered from 0, also in messages. Every value is finite and every label in range: the factories see to it.</remarks>
public sealed partial class Dataset
{
    private readonly ReadOnlyMemory<float> _inputs;
    private readonly ReadOnlyMemory<float> _targets;
    private readonly ReadOnlyMemory<int> _labels;
    private readonly ReadOnlyMemory<float> _weights;

    // The values have been checked.
    private Dataset(
        ReadOnlyMemory<float> inputs,
        int inputSize,
        ReadOnlyMemory<float> targets,
        int targetSize,
        ReadOnlyMemory<int> labels,
        int classCount,
        ReadOnlyMemory<float> weights)
    {
        _inputs = inputs;
        _targets = targets;
        _labels = labels;
        _weights = weights;
        InputSize = inputSize;
        TargetSize = targetSize;
        ClassCount = classCount;
        Count = inputs.Length / inputSize;
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
    public bool HasWeights => !_weights.IsEmpty;

    /// <summary><c>Count × InputSize</c> values.</summary>
    public ReadOnlySpan<float> Inputs => _inputs.Span;

    /// <summary><c>Count × TargetSize</c> values; empty with labels.</summary>
    public ReadOnlySpan<float> Targets => _targets.Span;

    /// <summary><c>Count</c> labels, 0 … <c>ClassCount − 1</c>; empty with targets.</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>What the cost of each row is multiplied by; empty: all 1.</summary>
    public ReadOnlySpan<float> Weights => _weights.Span;

    /// <summary>The names of the inputs, one for each column; empty: they have none.</summary>
    public IReadOnlyList<string> InputNames { get; private init; } = [];

    /// <summary>The names of the targets, one for each column; empty: they have none.</summary>
    public IReadOnlyList<string> TargetNames { get; private init; } = [];

    /// <summary>The names of the classes, one for each; empty: they have none.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>The inputs of a row.</summary>
    /// <param name="row">From 0 to <c>Count − 1</c>.</param>
    /// <returns><see cref="InputSize"/> values, a part of <see cref="Inputs"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> InputsOf(int row)
    {
        CheckRow(row);
        return Inputs.Slice(row * InputSize, InputSize);
    }

    /// <summary>The targets of a row.</summary>
    /// <param name="row">From 0 to <c>Count − 1</c>.</param>
    /// <returns><see cref="TargetSize"/> values, a part of <see cref="Targets"/>; none with labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> TargetsOf(int row)
    {
        CheckRow(row);
        return Targets.Slice(row * TargetSize, TargetSize);
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
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"weights: expected {Quantity.Of(Count, "weight")}, one for each row, got {weights.Length}"), nameof(weights));
        }

        for (int row = 0; row < weights.Length; row++)
        {
            if (!float.IsFinite(weights[row]) || weights[row] < 0f)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights: expected finite values of at least 0, got {weights[row]} in row {row}"), nameof(weights));
            }
        }

        return Derive(_inputs, _targets, _labels, weights);
    }

    /// <summary>The same rows, with names for the inputs.</summary>
    /// <param name="names">One for each column.</param>
    /// <returns>A data set over the same memory.</returns>
    /// <exception cref="ArgumentException">There are more or fewer names than columns, or one is null.</exception>
    public Dataset WithInputNames(IReadOnlyList<string> names)
        => Rename(CheckNames(names, InputSize, "inputs"), TargetNames, ClassNames);

    /// <summary>The same rows, with names for the targets.</summary>
    /// <param name="names">One for each column.</param>
    /// <returns>A data set over the same memory.</returns>
    /// <exception cref="ArgumentException">There are more or fewer names than columns, or one is null.</exception>
    public Dataset WithTargetNames(IReadOnlyList<string> names)
        => Rename(InputNames, CheckNames(names, TargetSize, "targets"), ClassNames);

    /// <summary>The same rows, with names for the classes.</summary>
    /// <param name="names">One for each class.</param>
    /// <returns>A data set over the same memory.</returns>
    /// <exception cref="ArgumentException">There are more or fewer names than classes, or one is null.</exception>
    public Dataset WithClassNames(IReadOnlyList<string> names)
        => Rename(InputNames, TargetNames, CheckNames(names, ClassCount, "classes"));

    /// <summary>Some neighbouring rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many, from 1 up.</param>
    /// <returns>A data set over the same memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">They are not among the rows.</exception>
    public Dataset Slice(int first, int count)
    {
        if (first < 0 || first >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(first), string.Create(CultureInfo.InvariantCulture, $"first: expected a row from 0 to {Count - 1}, got {first}"));
        }

        if (count < 1 || count > Count - first)
        {
            throw new ArgumentOutOfRangeException(nameof(count), string.Create(CultureInfo.InvariantCulture, $"count: expected 1 to {Count - first} from row {first}, got {count}"));
        }

        return Derive(
            _inputs.Slice(first * InputSize, count * InputSize),
            _targets.Slice(first * TargetSize, count * TargetSize),
            HasLabels ? _labels.Slice(first, count) : default,
            HasWeights ? _weights.Slice(first, count) : default);
    }

    /// <summary>Some rows, copied.</summary>
    /// <param name="rows">Which, in their new order; at least one, and any of them more than once if so wanted.</param>
    /// <returns>A data set of its own.</returns>
    /// <exception cref="ArgumentException">There is none, or one is not among the rows.</exception>
    public Dataset Gather(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
        {
            throw new ArgumentException("rows: expected at least one row, got none", nameof(rows));
        }

        foreach (int row in rows)
        {
            if ((uint)row >= (uint)Count)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"rows: expected rows from 0 to {Count - 1}, got {row}"), nameof(rows));
            }
        }

        return Derive(
            CopyRows(Inputs, InputSize, rows),
            CopyRows(Targets, TargetSize, rows),
            CopyRows(Labels, HasLabels ? 1 : 0, rows),
            CopyRows(Weights, HasWeights ? 1 : 0, rows));
    }

    /// <summary>Divides the rows at random, to train on one part and to validate or test with the other; copies them.</summary>
    /// <param name="fraction">The first part's share of the rows, above 0 and below 1: their number is rounded, but each part has at least one.</param>
    /// <param name="seed">Decides which rows come into which part, and their order: the same on every machine.</param>
    /// <returns>The two parts, each in random order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is out of its range.</exception>
    /// <exception cref="InvalidOperationException">There is only one row.</exception>
    public (Dataset First, Dataset Second) Split(double fraction, ulong seed = 0)
    {
        int firstCount = CountOfFirst(fraction);
        int[] order = RandomOrder(seed);
        return (Gather(order.AsSpan(0, firstCount)), Gather(order.AsSpan(firstCount)));
    }

    /// <summary>Divides the rows at random as <see cref="Split"/> does, but so that each class has the same share in both parts.</summary>
    /// <remarks>
    /// The first part has as many rows as with <see cref="Split"/>. Each class gives its share of them, rounded down, and those that are then
    /// missing come from the classes that lost most by the rounding, of equals from the one with the lower label (the method of the largest remainder).
    /// </remarks>
    /// <param name="fraction">The first part's share of the rows, above 0 and below 1: their number is rounded, but each part has at least one.</param>
    /// <param name="seed">Decides which rows come into which part, and their order: the same on every machine.</param>
    /// <returns>The two parts, each in random order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is out of its range.</exception>
    /// <exception cref="InvalidOperationException">There is only one row, or the rows have no labels.</exception>
    public (Dataset First, Dataset Second) SplitStratified(double fraction, ulong seed = 0)
    {
        CheckHasLabels();
        int[] shares = Apportion(ClassCounts(), Count, CountOfFirst(fraction));
        List<int> first = [];
        List<int> rest = [];
        foreach (int row in RandomOrder(seed))
        {
            (shares[Labels[row]]-- > 0 ? first : rest).Add(row);
        }

        return (Gather(first.ToArray()), Gather(rest.ToArray()));
    }

    /// <summary>The same rows with one-hot targets in place of their labels: 1 in the column of the class, 0 elsewhere. The class names become target names.</summary>
    /// <returns>A data set over the same inputs and weights, with targets of its own.</returns>
    /// <exception cref="InvalidOperationException">The rows have no labels.</exception>
    public Dataset ToOneHot()
    {
        CheckHasLabels();
        float[] targets = new float[checked(Count * ClassCount)];
        for (int row = 0; row < Count; row++)
        {
            targets[(row * ClassCount) + Labels[row]] = 1f;
        }

        return new Dataset(_inputs, InputSize, targets, ClassCount, default, 0, _weights) { InputNames = InputNames, TargetNames = ClassNames };
    }

    /// <summary>How many rows each class has.</summary>
    /// <returns><see cref="ClassCount"/> numbers.</returns>
    /// <exception cref="InvalidOperationException">The rows have no labels.</exception>
    public int[] ClassCounts()
    {
        CheckHasLabels();
        int[] counts = new int[ClassCount];
        foreach (int label in Labels)
        {
            counts[label]++;
        }

        return counts;
    }

    /// <summary>
    /// Weights with which every class counts as much as any other, for <see cref="TrainerOptions.ClassWeights"/>: <c>n / (k · n_c)</c> for the
    /// <c>n_c</c> of <c>n</c> rows that belong to class <c>c</c>, where <c>k</c> classes have rows (King and Zeng, "Logistic regression in rare
    /// events data", 2001; scikit-learn's "balanced"). Over the rows, their mean is 1.
    /// </summary>
    /// <returns><see cref="ClassCount"/> weights; 0 for a class without rows.</returns>
    /// <exception cref="InvalidOperationException">The rows have no labels.</exception>
    public float[] BalancedClassWeights()
    {
        CheckHasLabels();
        int[] counts = ClassCounts();
        double present = 0;
        foreach (int count in counts)
        {
            present += count > 0 ? 1 : 0;
        }

        float[] weights = new float[ClassCount];
        for (int label = 0; label < weights.Length; label++)
        {
            weights[label] = counts[label] > 0 ? (float)(Count / (present * counts[label])) : 0f;
        }

        return weights;
    }

    /// <summary>
    /// Weights of classes by their names, for <see cref="TrainerOptions.ClassWeights"/>, which takes them in the order of the labels: that of
    /// <see cref="ClassNames"/>, and sorted if the names come from a file.
    /// </summary>
    /// <param name="weights">What the costs of the rows of a class are multiplied by, finite and at least 0; 1 for classes that are not among them.</param>
    /// <returns><see cref="ClassCount"/> weights.</returns>
    /// <exception cref="ArgumentException">There is no class of a name, or a weight is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The rows have no labels, or their classes no names.</exception>
    public float[] ClassWeights(IReadOnlyDictionary<string, float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        CheckHasLabels();
        if (ClassNames.Count == 0)
        {
            throw new InvalidOperationException($"ClassWeights: expected classes with names, got {this}.");
        }

        foreach ((string name, float weight) in weights)
        {
            if (!ClassNames.Contains(name))
            {
                throw new ArgumentException($"weights: expected names among {string.Join(", ", ClassNames.Select(known => $"\"{known}\""))}, got \"{name}\"", nameof(weights));
            }

            if (!float.IsFinite(weight) || weight < 0f)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"weights: expected finite values of at least 0, got {weight} for \"{name}\""), nameof(weights));
            }
        }

        return [.. ClassNames.Select(name => weights.GetValueOrDefault(name, 1f))];
    }

    /// <summary>For example "60000 rows of 784 inputs, labels of 10 classes".</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string outputs = HasLabels ? $"labels of {Quantity.Of(ClassCount, "class", "classes")}" : Quantity.Of(TargetSize, "target");
        return $"{Quantity.Of(Count, "row")} of {Quantity.Of(InputSize, "input")}, {outputs}{(HasWeights ? ", weighted" : "")}";
    }

    /// <summary>The same rows of two classes with one target in place of their labels: the label as a number, 0 or 1. The names of the classes stay.</summary>
    /// <param name="classWeights">What the weights of the rows are multiplied by, for each class of their labels; null: 1.</param>
    internal Dataset ToBinaryTargets(float[]? classWeights)
    {
        float[] targets = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            targets[row] = Labels[row];
        }

        ReadOnlyMemory<float> weights = classWeights is null ? _weights : WeightsOfRows(classWeights);
        return new Dataset(_inputs, InputSize, targets, 1, default, 0, weights) { InputNames = InputNames, ClassNames = ClassNames };
    }

    /// <summary>The same rows with other inputs.</summary>
    /// <param name="inputs">As many values; not copied.</param>
    internal Dataset WithInputs(float[] inputs)
    {
        CheckFinite(inputs, InputSize, nameof(inputs));
        return Derive(inputs, _targets, _labels, _weights);
    }

    /// <summary>The same rows with other targets.</summary>
    /// <param name="targets">As many values; not copied.</param>
    internal Dataset WithTargets(float[] targets)
    {
        CheckFinite(targets, TargetSize, nameof(targets));
        return Derive(_inputs, targets, _labels, _weights);
    }

    private float[] WeightsOfRows(float[] classWeights)
    {
        float[] weights = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            weights[row] = (HasWeights ? Weights[row] : 1f) * classWeights[Labels[row]];
        }

        return weights;
    }

    private static T[] CopyRows<T>(ReadOnlySpan<T> values, int rowSize, ReadOnlySpan<int> rows)
    {
        T[] gathered = new T[checked(rows.Length * rowSize)];
        for (int i = 0; i < rows.Length; i++)
        {
            values.Slice(rows[i] * rowSize, rowSize).CopyTo(gathered.AsSpan(i * rowSize));
        }

        return gathered;
    }

    // In whole numbers, so that no rounding depends on a machine.
    private static int[] Apportion(int[] counts, int all, int total)
    {
        int[] shares = new int[counts.Length];
        long[] remainders = new long[counts.Length];
        int[] order = new int[counts.Length];
        int missing = total;
        for (int i = 0; i < counts.Length; i++)
        {
            (long share, remainders[i]) = Math.DivRem((long)counts[i] * total, all);
            shares[i] = (int)share;
            missing -= shares[i];
            order[i] = i;
        }

        Array.Sort(order, (a, b) => remainders[a] != remainders[b] ? remainders[b].CompareTo(remainders[a]) : a.CompareTo(b));
        foreach (int i in order.AsSpan(0, missing))
        {
            shares[i]++;
        }

        return shares;
    }

    private static string[] CheckNames(IReadOnlyList<string> names, int count, string of)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count != count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"names: expected {Quantity.Of(count, "name")}, one for each of the {of}, got {names.Count}"), nameof(names));
        }

        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] is null)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"names: expected names, got null at index {i}"), nameof(names));
            }
        }

        return [.. names];
    }

    private Dataset Derive(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> weights)
        => new(inputs, InputSize, targets, TargetSize, labels, ClassCount, weights) { InputNames = InputNames, TargetNames = TargetNames, ClassNames = ClassNames };

    private Dataset Rename(IReadOnlyList<string> inputNames, IReadOnlyList<string> targetNames, IReadOnlyList<string> classNames)
        => new(_inputs, InputSize, _targets, TargetSize, _labels, ClassCount, _weights) { InputNames = inputNames, TargetNames = targetNames, ClassNames = classNames };

    private int CountOfFirst(double fraction, [CallerMemberName] string caller = "")
    {
        if (!(fraction > 0 && fraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), string.Create(CultureInfo.InvariantCulture, $"fraction: expected above 0 and below 1, got {fraction}"));
        }

        if (Count == 1)
        {
            throw new InvalidOperationException($"{caller}: expected at least 2 rows, got 1.");
        }

        return Math.Clamp((int)Math.Round(fraction * Count, MidpointRounding.AwayFromZero), 1, Count - 1);
    }

    private int[] RandomOrder(ulong seed)
    {
        int[] order = new int[Count];
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        new RandomSource(seed).Shuffle<int>(order);
        return order;
    }

    // What throws stands apart, so that the check is inlined where rows are taken one by one.
    private void CheckRow(int row)
    {
        if ((uint)row >= (uint)Count)
        {
            ThrowNoRow(row);
        }
    }

    [DoesNotReturn]
    private void ThrowNoRow(int row)
        => throw new ArgumentOutOfRangeException(nameof(row), string.Create(CultureInfo.InvariantCulture, $"row: expected a row from 0 to {Count - 1}, got {row}"));

    private void CheckHasLabels([CallerMemberName] string caller = "")
    {
        if (!HasLabels)
        {
            throw new InvalidOperationException($"{caller}: expected rows with class labels, got {this}.");
        }
    }
}
