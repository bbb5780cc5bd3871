using System;
using System.IO;

namespace Backprop;

/// <summary>
/// Reads the IDX format of the MNIST database (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998), plain or
/// compressed with gzip (in one member); which of the two is recognised by the content, not by the name.
/// </summary>
/// <remarks>
/// <para>
/// A file is: two zero bytes, the type of the values (0x08, unsigned bytes), the number of dimensions (3 for images, 1 for labels),
/// the size in each dimension as a 32-bit number, most significant byte first, and the values.
/// </para>
/// <para>
/// A file that is not exactly that, too long included, is an <see cref="InvalidDataException"/> saying which file, what was expected and
/// what was found. The memory taken follows what the file really holds, not what its header claims.
/// </para>
/// </remarks>
public static class IdxFile
{
    private const byte UnsignedBytes = 0x08;

    /// <summary>Reads images.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <returns>The images.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what its format demands.</exception>
    public static IdxImages ReadImages(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = File.OpenRead(path);
        return ReadImages(file, Path.GetFileName(path));
    }

    /// <summary>Reads images from a stream, from where it stands to its end; it is left open.</summary>
    /// <param name="stream">The content of a file, plain or gzip. Need not be seekable.</param>
    /// <returns>The images.</returns>
    /// <exception cref="InvalidDataException">The content is not what its format demands; it is called "stream" then.</exception>
    public static IdxImages ReadImages(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadImages(stream, nameof(stream));
    }

    /// <summary>Reads labels.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <returns>The labels, 0 … 255 each.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what its format demands.</exception>
    public static int[] ReadLabels(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = File.OpenRead(path);
        return ReadLabels(file, Path.GetFileName(path));
    }

    /// <summary>Reads labels from a stream, from where it stands to its end; it is left open.</summary>
    /// <param name="stream">The content of a file, plain or gzip. Need not be seekable.</param>
    /// <returns>The labels, 0 … 255 each.</returns>
    /// <exception cref="InvalidDataException">The content is not what its format demands; it is called "stream" then.</exception>
    public static int[] ReadLabels(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadLabels(stream, nameof(stream));
    }

    private static IdxImages ReadImages(Stream stream, string name)
    {
        Span<int> sizes = stackalloc int[3];
        byte[] pixels = Read(stream, name, sizes);
        return new IdxImages(sizes[0], sizes[1], sizes[2], pixels);
    }

    private static int[] ReadLabels(Stream stream, string name)
    {
        Span<int> sizes = stackalloc int[1];
        byte[] values = Read(stream, name, sizes);
        int[] labels = new int[values.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = values[i];
        }

        return labels;
    }

    // The number of dimensions is the length of sizes.
    private static byte[] Read(Stream stream, string name, Span<int> sizes)
    {
        using var source = new IdxSource(stream, name, headerLength: 4 + (4 * sizes.Length));
        uint magic = source.ReadNumber();
        uint expected = ((uint)UnsignedBytes << 8) | (uint)sizes.Length;
        if (magic != expected)
        {
            throw source.Error($"expected magic 0x{expected:X8} (unsigned bytes, {Quantity.Of(sizes.Length, "dimension")}), got 0x{magic:X8}");
        }

        long length = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            uint size = source.ReadNumber();
            if (size is 0 or > int.MaxValue)
            {
                throw source.Error($"expected a size of 1 … {int.MaxValue} in dimension {i + 1}, got {size}");
            }

            // The product so far is at most Array.MaxLength, below 2³¹: this one stays below 2⁶².
            sizes[i] = (int)size;
            length *= size;
            if (length > Array.MaxLength)
            {
                throw source.Error($"expected at most {Array.MaxLength} values, got {length} or more");
            }
        }

        return source.ReadRest((int)length);
    }
}
