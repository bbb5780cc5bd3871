using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;

namespace Backprop;

public sealed partial class Dataset
{
    /// <summary>Rows with targets.</summary>
    /// <param name="inputs">Whole rows of <paramref name="inputSize"/> values, at least one; not copied.</param>
    /// <param name="inputSize">The values in a row of inputs, from 1 up.</param>
    /// <param name="targets">As many rows of <paramref name="targetSize"/> values; not copied.</param>
    /// <param name="targetSize">The values in a row of targets, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a value is not finite: the message names its row and column.</exception>
    [OverloadResolutionPriority(1)]
    public static Dataset FromTargets(float[] inputs, int inputSize, float[] targets, int targetSize)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return OfTargets(inputs, inputSize, targets, targetSize);
    }

    /// <summary>Rows with targets, copied.</summary>
    /// <param name="inputs">Whole rows of <paramref name="inputSize"/> values, at least one.</param>
    /// <param name="inputSize">The values in a row of inputs, from 1 up.</param>
    /// <param name="targets">As many rows of <paramref name="targetSize"/> values.</param>
    /// <param name="targetSize">The values in a row of targets, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a value is not finite: the message names its row and column.</exception>
    public static Dataset FromTargets(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<float> targets, int targetSize)
        => OfTargets(inputs.ToArray(), inputSize, targets.ToArray(), targetSize);

    /// <summary>Rows with targets, copied from an array a row.</summary>
    /// <param name="inputs">The rows of inputs, at least one, all as long as the first.</param>
    /// <param name="targets">As many rows of targets, all as long as the first.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong or a value is not finite: the message names its row and column.</exception>
    public static Dataset FromTargets(IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> targets)
    {
        float[] inputValues = Join(inputs, nameof(inputs), out int inputSize);
        float[] targetValues = Join(targets, nameof(targets), out int targetSize);
        return OfTargets(inputValues, inputSize, targetValues, targetSize);
    }

    /// <summary>Rows with one target each, the inputs copied from an array a row.</summary>
    /// <param name="inputs">The rows of inputs, at least one, all as long as the first.</param>
    /// <param name="targets">A target for each row.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong or a value is not finite: the message names its row and column.</exception>
    public static Dataset FromTargets(IReadOnlyList<float[]> inputs, IReadOnlyList<float> targets)
    {
        float[] inputValues = Join(inputs, nameof(inputs), out int inputSize);
        ArgumentNullException.ThrowIfNull(targets);
        return OfTargets(inputValues, inputSize, [.. targets], 1);
    }

    /// <summary>Rows with class labels.</summary>
    /// <param name="inputs">Whole rows of <paramref name="inputSize"/> values, at least one; not copied.</param>
    /// <param name="inputSize">The values in a row of inputs, from 1 up.</param>
    /// <param name="labels">A label for each row, 0 … <paramref name="classCount"/> − 1; not copied.</param>
    /// <param name="classCount">The number of classes, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a value is not finite or a label is out of range: the message names its row and column.</exception>
    [OverloadResolutionPriority(1)]
    public static Dataset FromLabels(float[] inputs, int inputSize, int[] labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        return OfLabels(inputs, inputSize, labels, classCount);
    }

    /// <summary>Rows with class labels, copied.</summary>
    /// <param name="inputs">Whole rows of <paramref name="inputSize"/> values, at least one.</param>
    /// <param name="inputSize">The values in a row of inputs, from 1 up.</param>
    /// <param name="labels">A label for each row, 0 … <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">The number of classes, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a value is not finite or a label is out of range: the message names its row and column.</exception>
    public static Dataset FromLabels(ReadOnlySpan<float> inputs, int inputSize, ReadOnlySpan<int> labels, int classCount)
        => OfLabels(inputs.ToArray(), inputSize, labels.ToArray(), classCount);

    /// <summary>Rows with class labels, copied from an array a row.</summary>
    /// <param name="inputs">The rows of inputs, at least one, all as long as the first.</param>
    /// <param name="labels">A label for each row, 0 … <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">The number of classes, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a value is not finite or a label is out of range: the message names its row and column.</exception>
    public static Dataset FromLabels(IReadOnlyList<float[]> inputs, IReadOnlyList<int> labels, int classCount)
    {
        float[] inputValues = Join(inputs, nameof(inputs), out int inputSize);
        ArgumentNullException.ThrowIfNull(labels);
        return OfLabels(inputValues, inputSize, [.. labels], classCount);
    }

    /// <summary>Images with their labels: a row an image, a column a pixel, 0 (black) … 1.</summary>
    /// <param name="images">The images.</param>
    /// <param name="labels">A label for each image, 0 … <paramref name="classCount"/> − 1; not copied.</param>
    /// <param name="classCount">The number of classes, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentException">There are more or fewer labels than images, or a label is out of range: the message names its row.</exception>
    public static Dataset FromIdx(IdxImages images, int[] labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        return OfLabels(images.ToSingle(), images.PixelsPerImage, labels, classCount);
    }

    /// <summary>Images with their labels from two files, as of the MNIST database: a row an image, a column a pixel, 0 (black) … 1.</summary>
    /// <param name="imagesPath">The file of the images, plain or gzip.</param>
    /// <param name="labelsPath">The file of the labels, plain or gzip.</param>
    /// <param name="classCount">The number of classes, from 1 up.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is not what its format demands, they do not belong together, or a label is out of range: the message names the file and the row.
    /// </exception>
    public static Dataset FromIdx(string imagesPath, string labelsPath, int classCount)
    {
        CheckSize(classCount, nameof(classCount));
        IdxImages images = IdxFile.ReadImages(imagesPath);
        int[] labels = IdxFile.ReadLabels(labelsPath);
        if (ProblemOfLabels(labels, images.Count, classCount) is { } problem)
        {
            throw new InvalidDataException($"{Path.GetFileName(labelsPath)}: {problem}.");
        }

        return FromIdx(images, labels, classCount);
    }

    private static Dataset OfTargets(float[] inputs, int inputSize, float[] targets, int targetSize)
    {
        int count = CheckInputs(inputs, inputSize);
        CheckSize(targetSize, nameof(targetSize));
        long expected = (long)count * targetSize;
        if (targets.Length != expected)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"targets: expected {Quantity.Of(expected, "value")} ({Quantity.Of(count, "row")} of {targetSize}), got {targets.Length}"), nameof(targets));
        }

        CheckFinite(targets, targetSize, nameof(targets));
        return new Dataset(inputs, inputSize, targets, targetSize, default, 0, default);
    }

    private static Dataset OfLabels(float[] inputs, int inputSize, int[] labels, int classCount)
    {
        int count = CheckInputs(inputs, inputSize);
        CheckSize(classCount, nameof(classCount));
        if (ProblemOfLabels(labels, count, classCount) is { } problem)
        {
            throw new ArgumentException($"labels: {problem}", nameof(labels));
        }

        return new Dataset(inputs, inputSize, default, 0, labels, classCount, default);
    }

    private static string? ProblemOfLabels(int[] labels, int count, int classCount)
    {
        if (labels.Length != count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"expected {Quantity.Of(count, "label")}, one for each row of inputs, got {labels.Length}");
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classCount)
            {
                return string.Create(CultureInfo.InvariantCulture, $"expected labels from 0 to {classCount - 1}, got {labels[row]} in row {row}");
            }
        }

        return null;
    }

    private static float[] Join(IReadOnlyList<float[]> rows, string name, out int rowSize)
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        rowSize = rows.Count > 0 ? rows[0]?.Length ?? 0 : 0;
        if (rowSize == 0)
        {
            string first = rows.Count == 0 ? "no row" : rows[0] is null ? "null in row 0" : "an empty row 0";
            throw new ArgumentException($"{name}: expected at least one row of at least one value, got {first}", name);
        }

        float[] values = new float[checked(rows.Count * rowSize)];
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row]?.Length != rowSize)
            {
                string length = rows[row]?.Length.ToString(CultureInfo.InvariantCulture) ?? "null";
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}: expected rows of {Quantity.Of(rowSize, "value")}, as row 0 has, got {length} in row {row}"), name);
            }

            rows[row].CopyTo(values, row * rowSize);
        }

        return values;
    }

    private static int CheckInputs(float[] inputs, int inputSize)
    {
        CheckSize(inputSize, nameof(inputSize));
        if (inputs.Length == 0 || inputs.Length % inputSize != 0)
        {
            throw new ArgumentException($"inputs: expected whole rows of {Quantity.Of(inputSize, "value")}, at least one, got {Quantity.Of(inputs.Length, "value")}", nameof(inputs));
        }

        CheckFinite(inputs, inputSize, nameof(inputs));
        return inputs.Length / inputSize;
    }

    private static void CheckSize(int size, string name)
    {
        if (size < 1)
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"{name}: expected at least 1, got {size}"));
        }
    }

    private static void CheckFinite(float[] values, int rowSize, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}: expected finite values, got {values[i]} in row {i / rowSize}, column {i % rowSize}"), name);
            }
        }
    }
}
