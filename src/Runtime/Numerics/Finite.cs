using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backprop.Numerics;

/// <summary>Whether numbers are finite.</summary>
internal static class Finite
{
    private const int Exponent = 0x7F800000;

    /// <summary>Whether none of the values is infinite or NaN: those have an exponent of ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool All(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        ref int first = ref MemoryMarshal.GetReference(bits);
        Vector256<int> exponent = Vector256.Create(Exponent);
        Vector256<int> found = Vector256<int>.Zero;
        int i = 0;
        for (; i + 8 <= bits.Length; i += 8)
        {
            found |= Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)i) & exponent, exponent);
        }

        bool isFinite = found == Vector256<int>.Zero;
        for (; i < bits.Length; i++)
        {
            isFinite &= (bits[i] & Exponent) != Exponent;
        }

        return isFinite;
    }
}
