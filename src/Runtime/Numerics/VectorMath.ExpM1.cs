using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

public static partial class VectorMath
{
    /// <summary><c>e^x − 1</c> rounds to −1 here (already at −17.33).</summary>
    private const float ExpM1Lowest = -18f;

    /// <summary>
    /// <c>e^x − 1</c>, as exact near 0 as elsewhere; −0 gives −0, subnormal arguments lose at most one unit. −1 below −17.33, +∞ above 88.72. Error at most 1.61 ulp (1.75).
    /// </summary>
    /// <param name="x">Any values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpM1<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector limited = lanes.AtMost(lanes.AtLeast(x, lanes.Create(ExpM1Lowest)), lanes.Create(ExpHighest));
        TVector q = ReducedExpM1<TLanes, TVector>(limited, 1f, out TVector shifted);

        // 2^n (1 + q) − 1 = 2 (2^(n−1) q + (2^(n−1) − ½)): halved, since 2^128 is no float but e^88.7 is. Where n = 0 this is q itself.
        TVector half = PowerOfTwo<TLanes, TVector>(shifted, OneBits - (1u << SignificandBits));
        TVector result = lanes.MultiplyAdd(q, half, lanes.Subtract(half, lanes.Create(0.5f)));
        return WithSign<TLanes, TVector>(lanes.Add(result, result), x);
    }
}
