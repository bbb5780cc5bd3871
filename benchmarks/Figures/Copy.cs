using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backprop.Figures;

/// <summary>A copy of so many bytes to as many others: what a pass over weights is compared with where memory is the bound.</summary>
internal sealed class Copy
{
    private const int Alignment = 64;

    // Half a page between: a load would wait for a store to the same place of another page.
    private const int Gap = 2048 / sizeof(float);
    private readonly float[] _buffer;
    private readonly int _start;
    private readonly int _length;

    /// <param name="bytes">What is copied; rounded up to whole cache lines.</param>
    public Copy(int bytes)
    {
        _length = (bytes + Alignment - 1) / Alignment * (Alignment / sizeof(float));
        _buffer = GC.AllocateArray<float>((2 * _length) + Gap + (Alignment / sizeof(float)), pinned: true);
        _start = (int)((Alignment - (Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0) & (Alignment - 1))) % Alignment) / sizeof(float);
    }

    /// <summary>Bytes moved in a call of <see cref="Run"/>: each is read and written.</summary>
    public double Bytes => 2.0 * _length * sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run(int times)
    {
        ref float source = ref _buffer[_start];
        ref float destination = ref Unsafe.Add(ref source, _length + Gap);
        nuint length = (nuint)_length;
        for (int time = 0; time < times; time++)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                for (nuint i = 0; i < length; i += 16)
                {
                    Vector512.LoadUnsafe(ref source, i).StoreUnsafe(ref destination, i);
                }
            }
            else
            {
                for (nuint i = 0; i < length; i += 8)
                {
                    Vector256.LoadUnsafe(ref source, i).StoreUnsafe(ref destination, i);
                }
            }
        }
    }
}
