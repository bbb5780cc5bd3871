using System;
using System.Globalization;

namespace Backprop;

/// <summary>The images of an IDX file: grey values, one byte a pixel, all of one size.</summary>
public sealed class IdxImages
{
    private readonly byte[] _pixels;

    internal IdxImages(int count, int rows, int columns, byte[] pixels)
    {
        Count = count;
        Rows = rows;
        Columns = columns;
        _pixels = pixels;
    }

    /// <summary>The number of images, from 1 up.</summary>
    public int Count { get; }

    /// <summary>The height of an image in pixels, from 1 up.</summary>
    public int Rows { get; }

    /// <summary>The width of an image in pixels, from 1 up.</summary>
    public int Columns { get; }

    /// <summary><c>Rows × Columns</c>.</summary>
    public int PixelsPerImage => Rows * Columns;

    /// <summary>All pixels, 0 … 255: image after image, each of them row after row. <c>Count × PixelsPerImage</c> values.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The pixels of one image, 0 … 255, row after row.</summary>
    /// <param name="index">From 0.</param>
    /// <returns><see cref="PixelsPerImage"/> values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Image(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), string.Create(CultureInfo.InvariantCulture, $"index: expected 0 … {Count - 1}, got {index}"));
        }

        return _pixels.AsSpan(index * PixelsPerImage, PixelsPerImage);
    }

    /// <summary>All pixels as network inputs, divided by 255. Allocates the array.</summary>
    /// <returns><c>Count × PixelsPerImage</c> values, 0 … 1: one row an image.</returns>
    public float[] ToSingle()
    {
        float[] values = new float[_pixels.Length];
        CopyTo(values);
        return values;
    }

    /// <summary>Writes all pixels as network inputs, divided by 255.</summary>
    /// <param name="destination"><c>Count × PixelsPerImage</c> values, written: 0 … 1, one row an image.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length != _pixels.Length)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"destination: expected {Quantity.Of(_pixels.Length, "value")}, got {destination.Length}"), nameof(destination));
        }

        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = _pixels[i] / 255f;
        }
    }
}
