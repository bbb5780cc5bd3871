using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backprop.Figures;

/// <summary>
/// What the processor can do at best: fused multiply-adds on registers alone, in twelve independent chains, which is more than
/// their latency needs.
/// </summary>
internal static class Peak
{
    /// <summary>Multiply-adds of vectors in a round.</summary>
    public const int Chains = 12;

    /// <summary>The widest vectors in hardware, in bits.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 512 : 256;

    /// <summary>Floating-point operations in a call of <see cref="Run"/>: a multiply and an add in each lane.</summary>
    public static double Operations(int rounds) => 2.0 * rounds * Chains * (Width / 32);

    public static float Run(int rounds) => Vector512.IsHardwareAccelerated ? Run512(rounds) : Run256(rounds);

    // 0.5 x + 0.25 stays near 0.5; the opaque factor keeps the loop from being computed in advance.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int rounds)
    {
        Vector512<float> f = Vector512.Create(BitConverter.Int32BitsToSingle(0x3F000000 + (rounds & 1))), c = Vector512.Create(0.25f);
        Vector512<float> v0 = f, v1 = f, v2 = f, v3 = f, v4 = f, v5 = f, v6 = f, v7 = f, v8 = f, v9 = f, v10 = f, v11 = f;
        for (int i = 0; i < rounds; i++)
        {
            v0 = Vector512.FusedMultiplyAdd(v0, f, c);
            v1 = Vector512.FusedMultiplyAdd(v1, f, c);
            v2 = Vector512.FusedMultiplyAdd(v2, f, c);
            v3 = Vector512.FusedMultiplyAdd(v3, f, c);
            v4 = Vector512.FusedMultiplyAdd(v4, f, c);
            v5 = Vector512.FusedMultiplyAdd(v5, f, c);
            v6 = Vector512.FusedMultiplyAdd(v6, f, c);
            v7 = Vector512.FusedMultiplyAdd(v7, f, c);
            v8 = Vector512.FusedMultiplyAdd(v8, f, c);
            v9 = Vector512.FusedMultiplyAdd(v9, f, c);
            v10 = Vector512.FusedMultiplyAdd(v10, f, c);
            v11 = Vector512.FusedMultiplyAdd(v11, f, c);
        }

        return Vector512.Sum(v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(int rounds)
    {
        Vector256<float> f = Vector256.Create(BitConverter.Int32BitsToSingle(0x3F000000 + (rounds & 1))), c = Vector256.Create(0.25f);
        Vector256<float> v0 = f, v1 = f, v2 = f, v3 = f, v4 = f, v5 = f, v6 = f, v7 = f, v8 = f, v9 = f, v10 = f, v11 = f;
        for (int i = 0; i < rounds; i++)
        {
            v0 = Vector256.FusedMultiplyAdd(v0, f, c);
            v1 = Vector256.FusedMultiplyAdd(v1, f, c);
            v2 = Vector256.FusedMultiplyAdd(v2, f, c);
            v3 = Vector256.FusedMultiplyAdd(v3, f, c);
            v4 = Vector256.FusedMultiplyAdd(v4, f, c);
            v5 = Vector256.FusedMultiplyAdd(v5, f, c);
            v6 = Vector256.FusedMultiplyAdd(v6, f, c);
            v7 = Vector256.FusedMultiplyAdd(v7, f, c);
            v8 = Vector256.FusedMultiplyAdd(v8, f, c);
            v9 = Vector256.FusedMultiplyAdd(v9, f, c);
            v10 = Vector256.FusedMultiplyAdd(v10, f, c);
            v11 = Vector256.FusedMultiplyAdd(v11, f, c);
        }

        return Vector256.Sum(v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11);
    }
}
