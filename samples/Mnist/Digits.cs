using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using Backprop;

namespace Mnist;

/// <summary>Images of handwritten digits with their labels.</summary>
internal sealed class Digits
{
    /// <summary>The height and the width of an image in pixels.</summary>
    public const int Side = 28;

    /// <summary>The number of pixels of an image.</summary>
    public const int Pixels = Side * Side;

    private readonly float[] _images;
    private readonly int[] _labels;

    private Digits(float[] images, int[] labels)
    {
        _images = images;
        _labels = labels;
    }

    /// <summary>The number of digits.</summary>
    public int Count => _labels.Length;

    /// <summary>The pixels of all images, 0 … 1: one row of <see cref="Pixels"/> an image.</summary>
    public ReadOnlySpan<float> Images => _images;

    /// <summary>Which digit each image shows, 0 … 9.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The pixels of one image, 0 … 1.</summary>
    public ReadOnlySpan<float> Image(int index) => _images.AsSpan(index * Pixels, Pixels);

    /// <summary>Reads the digits to learn from and those for the test; or says in one line what is wrong with the files.</summary>
    public static bool TryLoad(
        string folder,
        [NotNullWhen(true)] out Digits? train,
        [NotNullWhen(true)] out Digits? test,
        [NotNullWhen(false)] out string? problem)
    {
        try
        {
            train = Load(folder, "train");
            test = Load(folder, "t10k");
            problem = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            train = null;
            test = null;
            problem = exception.Message;
            return false;
        }
    }

    private static Digits Load(string folder, string set)
    {
        string imageFile = $"{set}-images-idx3-ubyte.gz";
        string labelFile = $"{set}-labels-idx1-ubyte.gz";
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, imageFile));
        int[] labels = IdxFile.ReadLabels(Path.Combine(folder, labelFile));

        if (images.Rows != Side || images.Columns != Side)
        {
            throw new InvalidDataException($"{imageFile}: expected images of {Side} × {Side} pixels, got {images.Rows} × {images.Columns}");
        }

        if (labels.Length != images.Count)
        {
            throw new InvalidDataException($"{labelFile}: expected {images.Count} labels, one an image, got {labels.Length}");
        }

        int wrong = Array.FindIndex(labels, static label => label >= DigitNet.OutputSize);
        if (wrong >= 0)
        {
            throw new InvalidDataException($"{labelFile}: expected labels of 0 … {DigitNet.OutputSize - 1}, got {labels[wrong]} at {wrong}");
        }

        return new Digits(images.ToSingle(), labels);
    }
}
