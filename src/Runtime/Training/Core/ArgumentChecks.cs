using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Backprop.Training;

/// <summary>
/// The public edge of every network: spans are checked here, once, before anything is changed. What passes is inlined, so that
/// the sizes are constants; what throws is not.
/// </summary>
internal static class ArgumentChecks
{
    /// <summary>Checks what <see cref="INetwork.Forward"/> is given.</summary>
    /// <returns>The number of rows; zero is allowed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ForForward(ReadOnlySpan<float> inputs, int inputSize, Span<float> outputs, int outputSize)
    {
        int rows = CountRows(inputs, inputSize);
        CheckRows(outputs.Length, rows, outputSize, nameof(outputs));
        CheckApart(inputs, outputs, nameof(outputs), nameof(inputs));
        return rows;
    }

    /// <summary>Checks one row of inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ForPredict(ReadOnlySpan<float> input, int inputSize)
    {
        if (input.Length != inputSize)
        {
            ThrowNotOneRow(nameof(input), inputSize, input.Length);
        }
    }

    /// <summary>Checks rows of inputs, and of targets or of <c>∂C/∂a^L</c>.</summary>
    /// <returns>The number of rows, at least one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ForTargets(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> targets, int outputSize, string name = "targets")
    {
        int rows = CountAtLeastOneRow(inputs, inputSize);
        CheckRows(targets.Length, rows, outputSize, name);
        return rows;
    }

    /// <summary>Checks rows of inputs and their labels.</summary>
    /// <returns>The number of rows, at least one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ForLabels(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<int> labels, int outputSize)
    {
        int rows = CountAtLeastOneRow(inputs, inputSize);
        if (labels.Length != rows)
        {
            ThrowLabelCount(rows, labels.Length);
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)outputSize)
            {
                ThrowLabel(outputSize, labels[row], row);
            }
        }

        return rows;
    }

    /// <summary>Checks where the gradient with respect to the inputs goes.</summary>
    public static void ForInputGradients(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> targets, Span<float> inputGradients)
    {
        CheckRows(inputGradients.Length, inputs.Length / inputSize, inputSize, nameof(inputGradients));
        CheckApart(inputs, inputGradients, nameof(inputGradients), nameof(inputs));
        CheckApart(targets, inputGradients, nameof(inputGradients), nameof(targets));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountRows(ReadOnlySpan<float> inputs, int inputSize)
    {
        int rows = (int)((uint)inputs.Length / (uint)inputSize);
        if (rows * inputSize != inputs.Length)
        {
            ThrowNotWholeRows(nameof(inputs), inputSize, inputs.Length);
        }

        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountAtLeastOneRow(ReadOnlySpan<float> inputs, int inputSize)
    {
        if (inputs.IsEmpty)
        {
            ThrowNoRow(nameof(inputs), inputSize);
        }

        return CountRows(inputs, inputSize);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckRows(int length, int rows, int rowSize, string name)
    {
        if (length != (long)rows * rowSize)
        {
            ThrowRowCount(name, rows, rowSize, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckApart(ReadOnlySpan<float> read, Span<float> written, string name, string other)
    {
        if (read.Overlaps(written))
        {
            ThrowOverlap(name, other);
        }
    }

    [DoesNotReturn]
    private static void ThrowNotOneRow(string name, int inputSize, int length)
        => Throw(name, FormattableString.Invariant($"expected one row of {Quantity.Of(inputSize, "value")}, got {length}"));

    [DoesNotReturn]
    private static void ThrowNotWholeRows(string name, int inputSize, int length)
        => Throw(name, FormattableString.Invariant($"expected whole rows of {Quantity.Of(inputSize, "value")}, got {Quantity.Of(length, "value")}, which is {Quantity.Of(length / inputSize, "row")} and {Quantity.Of(length % inputSize, "value")}"));

    [DoesNotReturn]
    private static void ThrowNoRow(string name, int inputSize)
        => Throw(name, FormattableString.Invariant($"expected at least one row of {Quantity.Of(inputSize, "value")}, got 0 values"));

    [DoesNotReturn]
    private static void ThrowRowCount(string name, int rows, int rowSize, int length)
        => Throw(name, FormattableString.Invariant($"expected {Quantity.Of((long)rows * rowSize, "value")} ({Quantity.Of(rows, "row")} of {rowSize}), got {length}"));

    [DoesNotReturn]
    private static void ThrowLabelCount(int rows, int length)
        => Throw("labels", FormattableString.Invariant($"expected {Quantity.Of(rows, "label")}, one for each row of inputs, got {length}"));

    [DoesNotReturn]
    private static void ThrowLabel(int outputSize, int label, int row)
    {
        // Whoever has one output and classes has two of them, and they are 0 and 1.
        string hint = outputSize == 1 ? "; with one output, pass targets (0f, 1f) in place of labels" : string.Empty;
        Throw("labels", FormattableString.Invariant($"expected labels from 0 to {outputSize - 1}, got {label} for row {row}{hint}"));
    }

    [DoesNotReturn]
    private static void ThrowOverlap(string name, string other)
        => Throw(name, $"expected memory apart from {other}, got memory that overlaps it");

    [DoesNotReturn]
    private static void Throw(string name, string message) => throw new ArgumentException($"{name}: {message}", name);
}
