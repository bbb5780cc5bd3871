using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace Backprop;

/// <summary>The uncompressed bytes of an IDX file, in the order of reading, with errors that name the file.</summary>
internal sealed class IdxSource : IDisposable
{
    // The first piece of memory for values whose number only a header claims.
    private const int FirstPiece = 1 << 20;

    private readonly string _name;
    private readonly int _headerLength;
    private readonly PrefixedStream _stored;
    private readonly Stream _bytes;
    private long _position;

    public IdxSource(Stream stream, string name, int headerLength)
    {
        _name = name;
        _headerLength = headerLength;
        byte[] start = new byte[2];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        bool isCompressed = read == 2 && start[0] == 0x1F && start[1] == 0x8B;
        _stored = new PrefixedStream(start.AsMemory(0, read), stream);
        _bytes = isCompressed ? new GZipStream(_stored, CompressionMode.Decompress) : _stored;
    }

    private bool IsCompressed => _bytes != _stored;

    /// <summary>The next four bytes of the header, most significant first.</summary>
    public uint ReadNumber()
    {
        Span<byte> bytes = stackalloc byte[4];
        int read = Fill(bytes);
        if (read < bytes.Length)
        {
            throw Error($"expected {_headerLength} header bytes, got {_position}");
        }

        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The values after the header: exactly <paramref name="length"/>, and then the end.</summary>
    public byte[] ReadRest(int length)
    {
        // What is there decides how much memory is taken, not what the header claims: pieces that double.
        byte[] values = new byte[Math.Min(length, FirstPiece)];
        int filled = 0;
        while (true)
        {
            filled += Fill(values.AsSpan(filled));
            if (filled < values.Length)
            {
                throw Error($"expected {Quantity.Of(length, "value")} after the header, got {filled}");
            }

            if (filled == length)
            {
                break;
            }

            Array.Resize(ref values, (int)Math.Min(length, 2L * values.Length));
        }

        // For gzip, asking for more is also what makes it compare its checksum and its length.
        Span<byte> more = stackalloc byte[1];
        if (Fill(more) != 0)
        {
            throw Error($"expected {Quantity.Of(length, "value")} after the header, got more");
        }

        return values;
    }

    /// <summary>That the file is not what it should be.</summary>
    public InvalidDataException Error(FormattableString message, Exception? inner = null) => new($"{_name}: {FormattableString.Invariant(message)}.", inner);

    /// <summary>The stream that was given stays open.</summary>
    public void Dispose() => _bytes.Dispose();

    private int Fill(Span<byte> destination)
    {
        int read;
        try
        {
            read = _bytes.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error) when (IsCompressed)
        {
            throw Error($"expected whole gzip data, got damaged data", error);
        }

        _position += read;
        if (IsCompressed && read < destination.Length)
        {
            CheckTrailer();
        }

        return read;
    }

    // GZipStream takes truncated data for complete data, and does not look at what follows them. The last four bytes of whole
    // gzip data are the uncompressed length: they are elsewhere when bytes are missing or have been added.
    private void CheckTrailer()
    {
        byte[] rest = new byte[4096];
        while (_stored.Read(rest) != 0)
        {
        }

        if (_stored.LastNumber != unchecked((uint)_position))
        {
            throw Error($"expected whole gzip data that end with their length, {_position}, got truncated data or bytes after them");
        }
    }
}
