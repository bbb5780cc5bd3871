using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backprop.Numerics;

/// <summary>
/// Marks the values of a row that are not zero, in the bits of bytes, the first value in the lowest bit of the first byte: so that
/// generated code can walk from one to the next. 0 alone is left unmarked; −0 and NaN are marked like other values.
/// </summary>
/// <remarks>
/// The bits behind the last mark are undefined. Inlined, because the number of values is a constant where it is called.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NonZeros
{
    private const int Step = 16;

    /// <summary>A mark for each value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mark(ref float values, nuint count, ref byte marks)
    {
        ref uint bits = ref Unsafe.As<float, uint>(ref values);
        nuint i = 0;
        for (; i + Step <= count; i += Step)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref marks, i / 8), (ushort)~Zeros(ref Unsafe.Add(ref bits, i)));
        }

        if (i < count)
        {
            uint rest = 0;
            for (nuint k = i; k < count; k++)
            {
                rest |= (Unsafe.Add(ref bits, k) != 0 ? 1u : 0u) << (int)(k - i);
            }

            Unsafe.WriteUnaligned(ref Unsafe.Add(ref marks, i / 8), (ushort)rest);
        }
    }

    /// <summary>A mark for each two values, for the pairs that are not both 0; <paramref name="count"/> is even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MarkPairs(ref float values, nuint count, ref byte marks)
    {
        ref ulong pairs = ref Unsafe.As<float, ulong>(ref values);
        nuint i = 0;
        for (; i + Step <= count; i += Step)
        {
            Unsafe.Add(ref marks, i / Step) = (byte)~Zeros(ref Unsafe.Add(ref pairs, i / 2));
        }

        if (i < count)
        {
            uint rest = 0;
            for (nuint k = i / 2; k < count / 2; k++)
            {
                rest |= (Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref pairs, k))) != 0 ? 1u : 0u) << (int)(k - (i / 2));
            }

            Unsafe.Add(ref marks, i / Step) = (byte)rest;
        }
    }

    /// <summary>Which of sixteen numbers are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Zeros(ref uint numbers)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return (uint)Vector512.Equals(Vector512.LoadUnsafe(ref numbers), Vector512<uint>.Zero).ExtractMostSignificantBits();
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Zeros256(ref numbers, 0) | (Zeros256(ref numbers, 8) << 8);
        }

        return Zeros128(ref numbers, 0) | (Zeros128(ref numbers, 4) << 4) | (Zeros128(ref numbers, 8) << 8) | (Zeros128(ref numbers, 12) << 12);
    }

    /// <summary>Which of eight numbers are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Zeros(ref ulong numbers)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return (uint)Vector512.Equals(Vector512.LoadUnsafe(ref numbers), Vector512<ulong>.Zero).ExtractMostSignificantBits();
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Zeros256(ref numbers, 0) | (Zeros256(ref numbers, 4) << 4);
        }

        return Zeros128(ref numbers, 0) | (Zeros128(ref numbers, 2) << 2) | (Zeros128(ref numbers, 4) << 4) | (Zeros128(ref numbers, 6) << 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Zeros256<T>(ref T numbers, nuint first)
        => Vector256.Equals(Vector256.LoadUnsafe(ref numbers, first), Vector256<T>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Zeros128<T>(ref T numbers, nuint first)
        => Vector128.Equals(Vector128.LoadUnsafe(ref numbers, first), Vector128<T>.Zero).ExtractMostSignificantBits();
}
