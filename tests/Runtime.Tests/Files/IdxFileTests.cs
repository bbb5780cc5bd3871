using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Backprop.Generator.Tests.Support;
using Xunit;

namespace Backprop.Runtime.Tests.Files;

public sealed class IdxFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("idx");

    // Whether a file is compressed must not matter to anything but damage to the compression itself.
    public static TheoryData<bool> Compressed => [false, true];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Compressed))]
    public void ReadsImages(bool compressed)
    {
        byte[] pixels = [.. Enumerable.Range(0, 3 * 2 * 5).Select(i => (byte)(i * 9))];
        IdxImages images = IdxFile.ReadImages(Write("images", Idx(0x803, [3, 2, 5], pixels), compressed));

        Assert.Equal((3, 2, 5, 10), (images.Count, images.Rows, images.Columns, images.PixelsPerImage));
        Assert.Equal(pixels, images.Pixels.ToArray());
        Assert.Equal(pixels[10..20], images.Image(1).ToArray());
        Assert.Equal(pixels[20..], images.Image(2).ToArray());
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void ReadsLabels(bool compressed)
        => Assert.Equal([5, 0, 255, 9], IdxFile.ReadLabels(Write("labels", Idx(0x801, [4], [5, 0, 255, 9]), compressed)));

    [Theory]
    [MemberData(nameof(Compressed))]
    public void ReadsMoreThanTheFirstPieceOfMemory(bool compressed)
    {
        byte[] pixels = new byte[3 * 1024 * 1024 + 12];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(i * 31 >> 4);
        }

        IdxImages images = IdxFile.ReadImages(Write("images", Idx(0x803, [pixels.Length / 4, 2, 2], pixels), compressed));
        Assert.True(pixels.AsSpan().SequenceEqual(images.Pixels));
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void ReadsFromAStreamThatCannotSeekAndLeavesItOpen(bool compressed)
    {
        using var images = new Trickle(Content(Idx(0x803, [1, 2, 2], [1, 2, 3, 4]), compressed));
        Assert.Equal([1, 2, 3, 4], IdxFile.ReadImages(images).Pixels.ToArray());
        Assert.True(images.CanRead);
        using var labels = new Trickle(Content(Idx(0x801, [2], [1, 2]), compressed));
        Assert.Equal([1, 2], IdxFile.ReadLabels(labels));
        Assert.True(labels.CanRead);
        using var wrong = new Trickle(Content(Idx(0x801, [2], [1, 2]), compressed));
        Rejects("stream: expected magic 0x00000803 (unsigned bytes, 3 dimensions), got 0x00000801", () => IdxFile.ReadImages(wrong));
        Assert.True(wrong.CanRead);
    }

    [Fact]
    public void ReadsAStreamFromWhereItStands()
    {
        using var stream = new MemoryStream([7, 7, 7, .. Idx(0x801, [1], [4])]) { Position = 3 };
        Assert.Equal([4], IdxFile.ReadLabels(stream));
    }

    [Fact]
    public void ToSingleDividesBy255()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        IdxImages images = IdxFile.ReadImages(Write("images", Idx(0x803, [4, 8, 8], pixels), false));
        float[] expected = [.. pixels.Select(p => (float)(p / 255.0))];

        Assert.Equal(expected, images.ToSingle());
        float[] copy = new float[256];
        images.CopyTo(copy);
        Assert.Equal(expected, copy);
        Assert.Equal(0f, copy[0]);
        Assert.Equal(1f, copy[255]);

        ArgumentException error = Assert.Throws<ArgumentException>("destination", () => images.CopyTo(new float[255]));
        Assert.Equal("destination: expected 256 values, got 255 (Parameter 'destination')", error.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void AnImageOutOfRangeIsRejected(int index)
    {
        IdxImages images = IdxFile.ReadImages(Write("images", Idx(0x803, [2, 1, 1], [1, 2]), false));
        using var culture = new HostileCulture();
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("index", () => images.Image(index).Length);
        Assert.Equal(FormattableString.Invariant($"index: expected 0 … 1, got {index} (Parameter 'index')"), error.Message);
    }

    [Theory]
    [InlineData(0x01000803u)]
    [InlineData(0x00010803u)]
    [InlineData(0x00000903u)]
    [InlineData(0x00000D03u)]
    [InlineData(0x00000801u)]
    [InlineData(0x00000802u)]
    [InlineData(0x00000804u)]
    [InlineData(0x03080000u)]
    public void AMagicThatIsNotOfImagesIsRejected(uint magic)
    {
        foreach (bool compressed in new[] { false, true })
        {
            string path = Write("train-images.gz", Idx(magic, [1, 1, 1], [0]), compressed);
            Rejects($"train-images.gz: expected magic 0x00000803 (unsigned bytes, 3 dimensions), got 0x{magic:X8}", () => IdxFile.ReadImages(path));
        }
    }

    [Theory]
    [InlineData(0x01000801u)]
    [InlineData(0x00010801u)]
    [InlineData(0x00000901u)]
    [InlineData(0x00000803u)]
    [InlineData(0x00000800u)]
    public void AMagicThatIsNotOfLabelsIsRejected(uint magic)
    {
        foreach (bool compressed in new[] { false, true })
        {
            string path = Write("labels", Idx(magic, [1], [0]), compressed);
            Rejects($"labels: expected magic 0x00000801 (unsigned bytes, 1 dimension), got 0x{magic:X8}", () => IdxFile.ReadLabels(path));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(1, -1)]
    [InlineData(2, int.MinValue)]
    public void ASizeThatIsNotPositiveIsRejected(int dimension, int size)
    {
        int[] sizes = [1, 1, 1];
        sizes[dimension] = size;
        foreach (bool compressed in new[] { false, true })
        {
            string images = Write("images", Idx(0x803, sizes, [0]), compressed);
            Rejects($"images: expected a size of 1 … 2147483647 in dimension {dimension + 1}, got {(uint)size}", () => IdxFile.ReadImages(images));
            string labels = Write("labels", Idx(0x801, [size], [0]), compressed);
            Rejects($"labels: expected a size of 1 … 2147483647 in dimension 1, got {(uint)size}", () => IdxFile.ReadLabels(labels));
        }
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(1, 65536, 32768)]
    [InlineData(65536, 65536, 1)]
    [InlineData(int.MaxValue, 1, 1)]
    public void ASizeThatNoArrayHoldsIsRejected(int count, int rows, int columns)
    {
        string path = Write("images", Idx(0x803, [count, rows, columns], [0]), false);
        Rejects($"images: expected at most {Array.MaxLength} values, got ", () => IdxFile.ReadImages(path));
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void ASizeThatOnlyTheHeaderClaimsTakesNoMemory(bool compressed)
    {
        string images = Write("images", Idx(0x803, [2_000_000, 32, 32], [1, 2, 3]), compressed);
        string labels = Write("labels", Idx(0x801, [2_000_000_000], [1, 2, 3]), compressed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Rejects("images: expected 2048000000 values after the header, got 3", () => IdxFile.ReadImages(images));
        Rejects("labels: expected 2000000000 values after the header, got 3", () => IdxFile.ReadLabels(labels));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void AHeaderThatBreaksOffIsRejected(bool compressed)
    {
        for (int length = 0; length < 16; length++)
        {
            string images = Write("images", Idx(0x803, [1, 1, 1], [])[..length], compressed);
            Rejects($"images: expected 16 header bytes, got {length}", () => IdxFile.ReadImages(images));
        }

        for (int length = 0; length < 8; length++)
        {
            string labels = Write("labels", Idx(0x801, [1], [])[..length], compressed);
            Rejects($"labels: expected 8 header bytes, got {length}", () => IdxFile.ReadLabels(labels));
        }
    }

    [Fact]
    public void AnEmptyFileIsRejected()
    {
        string path = Path.Combine(_directory.FullName, "empty");
        File.WriteAllBytes(path, []);
        Rejects("empty: expected 16 header bytes, got 0", () => IdxFile.ReadImages(path));
        Rejects("empty: expected 8 header bytes, got 0", () => IdxFile.ReadLabels(path));
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public void ALengthOffByOneIsRejected(bool compressed)
    {
        string shortImages = Write("images", Idx(0x803, [2, 3, 4], new byte[23]), compressed);
        Rejects("images: expected 24 values after the header, got 23", () => IdxFile.ReadImages(shortImages));
        string longImages = Write("images", Idx(0x803, [2, 3, 4], new byte[25]), compressed);
        Rejects("images: expected 24 values after the header, got more", () => IdxFile.ReadImages(longImages));
        string shortLabel = Write("labels", Idx(0x801, [1], []), compressed);
        Rejects("labels: expected 1 value after the header, got 0", () => IdxFile.ReadLabels(shortLabel));
        string shortLabels = Write("labels", Idx(0x801, [3], new byte[2]), compressed);
        Rejects("labels: expected 3 values after the header, got 2", () => IdxFile.ReadLabels(shortLabels));
        string longLabels = Write("labels", Idx(0x801, [3], new byte[4]), compressed);
        Rejects("labels: expected 3 values after the header, got more", () => IdxFile.ReadLabels(longLabels));
    }

    [Fact]
    public void CompressedDataThatBreakOffAnywhereAreRejected()
    {
        byte[] content = Content(Idx(0x803, [4, 9, 9], Noise(324)), true);
        for (int length = 0; length < content.Length; length++)
        {
            RejectsStream(content[..length], "truncated to " + length);
        }
    }

    [Fact]
    public void CompressedDataWithAnyByteDamagedAreRejectedOrTheSame()
    {
        byte[] pixels = Noise(324);
        byte[] content = Content(Idx(0x803, [4, 9, 9], pixels), true);
        for (int i = 0; i < content.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. content];
                damaged[i] ^= (byte)(1 << bit);

                // Before the data, some bits mean nothing: flags, a time, a system, the rest of a byte before a stored block.
                if (i < 15)
                {
                    try
                    {
                        Assert.Equal(pixels, IdxFile.ReadImages(new MemoryStream(damaged)).Pixels.ToArray());
                    }
                    catch (InvalidDataException)
                    {
                    }
                }
                else
                {
                    RejectsStream(damaged, $"bit {bit} of byte {i}");
                }
            }
        }
    }

    [Fact]
    public void BytesBehindCompressedDataAreRejected()
    {
        byte[] content = Content(Idx(0x803, [4, 9, 9], Noise(324)), true);
        RejectsStream([.. content, 0], "one zero");
        RejectsStream([.. content, 7], "one byte");
        RejectsStream([.. content, .. new byte[100_000]], "many zeros");
        RejectsStream([.. content, 0x1F, 0x8B], "the start of another");
        RejectsStream([.. content, .. content], "another");
    }

    [Fact]
    public void DamageIsToldFromAShortFile()
    {
        byte[] content = Content(Idx(0x801, [100], Noise(100)), true);
        string path = Path.Combine(_directory.FullName, "labels.gz");
        File.WriteAllBytes(path, content[..^30]);
        Rejects("labels.gz: expected whole gzip data that end with their length, ", () => IdxFile.ReadLabels(path));
        File.WriteAllBytes(path, content[..^1]);
        Rejects("labels.gz: expected whole gzip data that end with their length, 108, got truncated data or bytes after them", () => IdxFile.ReadLabels(path));
        content[^6] ^= 1;
        File.WriteAllBytes(path, content);
        InvalidDataException error = Rejects("labels.gz: expected whole gzip data, got damaged data", () => IdxFile.ReadLabels(path));
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Fact]
    public void AFileThatIsNotThereIsToldByTheSystem()
    {
        string path = Path.Combine(_directory.FullName, "nothing");
        Assert.Throws<FileNotFoundException>(() => IdxFile.ReadImages(path));
        Assert.Throws<FileNotFoundException>(() => IdxFile.ReadLabels(path));
    }

    [Fact]
    public void NullIsRejected()
    {
        Assert.Throws<ArgumentNullException>("path", () => IdxFile.ReadImages((string)null!));
        Assert.Throws<ArgumentNullException>("path", () => IdxFile.ReadLabels((string)null!));
        Assert.Throws<ArgumentNullException>("stream", () => IdxFile.ReadImages((Stream)null!));
        Assert.Throws<ArgumentNullException>("stream", () => IdxFile.ReadLabels((Stream)null!));
    }

    private static InvalidDataException Rejects(string message, Func<object> read)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(read);
        Assert.StartsWith(message, error.Message);
        Assert.EndsWith(".", error.Message);
        return error;
    }

    private static void RejectsStream(byte[] content, string what)
    {
        try
        {
            IdxFile.ReadImages(new MemoryStream(content));
        }
        catch (InvalidDataException error) when (error.Message.StartsWith("stream: expected ", StringComparison.Ordinal))
        {
            return;
        }

        Assert.Fail("accepted: " + what);
    }

    private static byte[] Noise(int length)
    {
        var random = new RandomSource(1);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.NextInt32(256))];
    }

    private static byte[] Idx(uint magic, int[] sizes, byte[] values)
    {
        var bytes = new List<byte>();
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, magic);
        bytes.AddRange(number.ToArray());
        foreach (int size in sizes)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, size);
            bytes.AddRange(number.ToArray());
        }

        bytes.AddRange(values);
        return [.. bytes];
    }

    private static byte[] Content(byte[] bytes, bool compressed)
    {
        if (!compressed)
        {
            return bytes;
        }

        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            // GZipStream writes nothing at all, not even a header, when it is given nothing.
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    private string Write(string name, byte[] bytes, bool compressed)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllBytes(path, Content(bytes, compressed));
        return path;
    }

    /// <summary>A stream that cannot seek and gives one byte at a time.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override long Length => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }
}
