using System;
using System.IO;
using Backprop;

namespace Mnist;

/// <summary>Images of handwritten digits with their labels: a row an image, a column a pixel, 0 … 1.</summary>
internal static class Digits
{
    /// <summary>The height and the width of an image in pixels.</summary>
    public const int Side = 28;

    /// <summary>The number of pixels of an image.</summary>
    public const int Pixels = Side * Side;

    /// <summary>The labels are 0 … 9.</summary>
    public const int Classes = 10;

    /// <summary>The folder of the files that come with the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "data");

    /// <summary>Reads the 60,000 digits to learn from.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static Dataset LoadTrain(string folder) => Load(folder, "train");

    /// <summary>Reads the 10,000 digits for the test.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static Dataset LoadTest(string folder) => Load(folder, "t10k");

    /// <summary>The pixels of one image.</summary>
    public static ReadOnlySpan<float> Image(this Dataset digits, int index) => digits.Inputs.Slice(index * Pixels, Pixels);

    private static Dataset Load(string folder, string set)
    {
        string images = $"{set}-images-idx3-ubyte.gz";
        Dataset digits = Dataset.FromIdx(Path.Combine(folder, images), Path.Combine(folder, $"{set}-labels-idx1-ubyte.gz"), Classes);
        return digits.InputSize == Pixels
            ? digits
            : throw new InvalidDataException($"{images}: expected images of {Side} × {Side} pixels, got {digits.InputSize} pixels");
    }
}
