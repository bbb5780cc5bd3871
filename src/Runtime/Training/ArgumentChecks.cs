using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Backprop.Training;

/// <summary>
/// The public edge of every network: spans are checked here, once, before anything is changed. Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ArgumentChecks
{
    /// <summary>Checks what <see cref="INetwork.Forward"/> is given.</summary>
    /// <returns>The number of rows; zero is allowed.</returns>
    public static int ForForward(ReadOnlySpan<float> inputs, int inputSize, Span<float> outputs, int outputSize)
    {
        int rows = CountRows(inputs, inputSize);
        CheckRows(outputs.Length, rows, outputSize, nameof(outputs));
        CheckApart(inputs, outputs, nameof(outputs), "inputs");
        return rows;
    }

    /// <summary>Checks one row of inputs.</summary>
    public static void ForPredict(ReadOnlySpan<float> input, int inputSize)
    {
        if (input.Length != inputSize)
        {
            Throw(nameof(input), Format("expected one row of {0} values, got {1}", inputSize, input.Length));
        }
    }

    /// <summary>Checks rows of inputs and of targets.</summary>
    /// <returns>The number of rows, at least one.</returns>
    public static int ForTargets(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> targets, int outputSize)
    {
        int rows = CountAtLeastOneRow(inputs, inputSize);
        CheckRows(targets.Length, rows, outputSize, nameof(targets));
        return rows;
    }

    /// <summary>Checks rows of inputs and their labels.</summary>
    /// <returns>The number of rows, at least one.</returns>
    public static int ForLabels(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<int> labels, int outputSize)
    {
        int rows = CountAtLeastOneRow(inputs, inputSize);
        if (labels.Length != rows)
        {
            Throw(nameof(labels), Format("expected {0} labels, one a row of inputs, got {1}", rows, labels.Length));
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)outputSize)
            {
                Throw(nameof(labels), Format("expected labels from 0 to {0}, got {1} in row {2}", outputSize - 1, labels[row], row));
            }
        }

        return rows;
    }

    /// <summary>Checks rows of inputs and of <c>∂C/∂a^L</c>.</summary>
    /// <returns>The number of rows, at least one.</returns>
    public static int ForOutputGradients(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> outputGradients, int outputSize)
    {
        int rows = CountAtLeastOneRow(inputs, inputSize);
        CheckRows(outputGradients.Length, rows, outputSize, nameof(outputGradients));
        return rows;
    }

    /// <summary>Checks where the gradient with respect to the inputs goes.</summary>
    public static void ForInputGradients(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> targets, Span<float> inputGradients)
    {
        CheckRows(inputGradients.Length, inputs.Length / inputSize, inputSize, nameof(inputGradients));
        CheckApart(inputs, inputGradients, nameof(inputGradients), "inputs");
        CheckApart(targets, inputGradients, nameof(inputGradients), "targets");
    }

    /// <summary>Checks that there is an optimizer.</summary>
    public static void ForTrain([NotNull] Optimizer? optimizer) => ArgumentNullException.ThrowIfNull(optimizer);

    private static int CountRows(ReadOnlySpan<float> inputs, int inputSize)
    {
        (int rows, int rest) = Math.DivRem(inputs.Length, inputSize);
        if (rest != 0)
        {
            Throw(nameof(inputs), Format("expected whole rows of {0} values, got {1} values: {2} too many for {3} rows", inputSize, inputs.Length, rest, rows));
        }

        return rows;
    }

    private static int CountAtLeastOneRow(ReadOnlySpan<float> inputs, int inputSize)
    {
        if (inputs.IsEmpty)
        {
            Throw(nameof(inputs), Format("expected at least one row of {0} values, got 0 values", inputSize));
        }

        return CountRows(inputs, inputSize);
    }

    private static void CheckRows(int length, int rows, int rowSize, string name)
    {
        if (length != (long)rows * rowSize)
        {
            Throw(name, Format("expected {0} values ({1} rows of {2}), got {3}", (long)rows * rowSize, rows, rowSize, length));
        }
    }

    private static void CheckApart(ReadOnlySpan<float> read, Span<float> written, string name, string other)
    {
        if (read.Overlaps(written))
        {
            Throw(name, $"expected memory apart from {other}, got memory that overlaps it");
        }
    }

    private static string Format(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);

    [DoesNotReturn]
    private static void Throw(string name, string message) => throw new ArgumentException($"{name}: {message}.", name);
}
