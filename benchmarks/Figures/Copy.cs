using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backprop.Figures;

/// <summary>
/// A copy within a block of memory, from its lower to its upper half: as many bytes as the block has are read and written, half of
/// them each, and the same cache holds them that would hold parameters of this size.
/// </summary>
internal sealed class Copy
{
    private const int Alignment = 64;
    private readonly float[] _buffer;
    private readonly int _start;
    private readonly int _half;

    /// <param name="bytes">The size of the block; at least 128, rounded down to a multiple of that.</param>
    public Copy(int bytes)
    {
        _half = bytes / (2 * Alignment) * (Alignment / sizeof(float));
        _buffer = GC.AllocateArray<float>((2 * _half) + (Alignment / sizeof(float)), pinned: true);
        _start = (int)((Alignment - (Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0) & (Alignment - 1))) % Alignment) / sizeof(float);
    }

    /// <summary>Bytes read and written in a call of <see cref="Run"/>.</summary>
    public double Bytes => 2.0 * _half * sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run(int times)
    {
        ref float source = ref _buffer[_start];
        ref float destination = ref Unsafe.Add(ref source, _half);
        nuint half = (nuint)_half;
        for (int time = 0; time < times; time++)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                for (nuint i = 0; i < half; i += 16)
                {
                    Vector512.LoadUnsafe(ref source, i).StoreUnsafe(ref destination, i);
                }
            }
            else
            {
                for (nuint i = 0; i < half; i += 8)
                {
                    Vector256.LoadUnsafe(ref source, i).StoreUnsafe(ref destination, i);
                }
            }
        }
    }
}
