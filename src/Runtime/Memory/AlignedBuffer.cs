using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Backprop.Memory;

/// <summary>
/// Floats whose first element lies on a 64-byte boundary and stays there: the storage of parameters, gradients and optimizer state.
/// </summary>
/// <remarks>
/// 64 bytes are a cache line and a 512-bit register, so that no aligned row of sixteen values straddles two lines. The memory is on
/// the pinned object heap: the collector frees it when nothing refers to it any more, but never moves it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedBuffer
{
    private const int Alignment = 64;

    // Arrays are aligned to a pointer, so at most fifteen floats are skipped. One more keeps Reference inside the array at length 0.
    private const int Slack = Alignment / sizeof(float);

    private readonly float[] _array;
    private readonly int _offset;

    /// <summary>Allocates <paramref name="length"/> floats, all zero.</summary>
    /// <param name="length">The number of floats, from 0 up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or more than an array can hold.</exception>
    public AlignedBuffer(int length)
    {
        if (length < 0 || length > Array.MaxLength - Slack)
        {
            throw new ArgumentOutOfRangeException(nameof(length), $"length: expected 0 … {Array.MaxLength - Slack}, got {length}");
        }

        Length = length;
        _array = GC.AllocateArray<float>(length + Slack, pinned: true);
        _offset = OffsetOfBoundary(_array);
    }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>The floats.</summary>
    public Span<float> Span => MemoryMarshal.CreateSpan(ref Reference, Length);

    /// <summary>The first float. Not to be read or written when <see cref="Length"/> is 0.</summary>
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _offset);
    }

    private static unsafe int OffsetOfBoundary(float[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        nuint boundary = (address + (Alignment - 1)) & ~(nuint)(Alignment - 1);
        return (int)((boundary - address) / sizeof(float));
    }
}
