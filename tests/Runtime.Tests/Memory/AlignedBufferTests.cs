using System;
using System.Linq;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backprop.Memory;
using Xunit;

namespace Backprop.Runtime.Tests.Memory;

public sealed class AlignedBufferTests
{
    [Fact]
    public void EveryLengthIsAlignedZeroedAndStaysWhereItIs()
    {
        AlignedBuffer[] buffers = [.. Enumerable.Range(0, 200).Concat([1000, 4095, 4096, 12730, 1 << 20]).Select(length => new AlignedBuffer(length))];
        nint[] addresses = [.. buffers.Select(Address)];

        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);

        for (int i = 0; i < buffers.Length; i++)
        {
            Assert.Equal(0, addresses[i] % 64);
            Assert.Equal(addresses[i], Address(buffers[i]));
            Assert.Equal(buffers[i].Length, buffers[i].Span.Length);
            Assert.Equal(-1, buffers[i].Span.IndexOfAnyExcept(0f));
        }
    }

    [Fact]
    public void BuffersDoNotShareMemory()
    {
        AlignedBuffer[] buffers = [.. Enumerable.Range(0, 70).Select(length => new AlignedBuffer(length))];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i].Span.Fill(i + 1);
        }

        for (int i = 0; i < buffers.Length; i++)
        {
            Assert.Equal(-1, buffers[i].Span.IndexOfAnyExcept(i + 1f));
        }
    }

    [Fact]
    public void ReferenceIsTheFirstElement()
    {
        var buffer = new AlignedBuffer(3);
        buffer.Reference = 5f;
        Assert.Equal([5f, 0f, 0f], buffer.Span.ToArray());
        Assert.True(Unsafe.AreSame(ref buffer.Reference, ref MemoryMarshal.GetReference(buffer.Span)));
    }

    [Fact]
    public void LengthZeroIsEmpty()
    {
        var buffer = new AlignedBuffer(0);
        Assert.Equal(0, buffer.Length);
        Assert.True(buffer.Span.IsEmpty);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void ALengthOutOfRangeIsRejected(int length)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("length", () => new AlignedBuffer(length));
        Assert.StartsWith($"length: expected 0 … {Array.MaxLength - 16}, got {length}", error.Message);
    }

    // The memory is pinned by its heap, so that the address means something.
    private static unsafe nint Address(AlignedBuffer buffer) => (nint)Unsafe.AsPointer(ref buffer.Reference);
}
