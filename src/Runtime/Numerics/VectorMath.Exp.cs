using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

public static partial class VectorMath
{
    /// <summary><c>e^x</c> is below half the smallest subnormal number here (−103.98), and rounds to 0.</summary>
    private const float ExpLowest = -104f;

    /// <summary><c>e^x</c> is above the largest number here (88.73), and overflows.</summary>
    private const float ExpHighest = 89f;

    /// <summary>
    /// <c>e^x</c>. 0 below −103.98, +∞ above 88.72. Error at most 1.05 ulp (1.03).
    /// </summary>
    /// <param name="x">Any values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        x = lanes.AtMost(lanes.AtLeast(x, lanes.Create(ExpLowest)), lanes.Create(ExpHighest));
        TVector q = ReducedExpM1<TLanes, TVector>(x, 1f, out TVector shifted);

        // 2^n itself may be subnormal or too large. Its two halves are neither, and the second multiplication rounds, or overflows,
        // as the exact result does.
        TVector exponent = lanes.ShiftLeft(shifted, SignificandBits);
        TVector halfExponent = lanes.ShiftLeft(lanes.ShiftRight(shifted, 1), SignificandBits);
        TVector one = lanes.CreateBits(OneBits);
        TVector firstScale = lanes.AddBits(halfExponent, one);
        TVector secondScale = lanes.AddBits(lanes.SubtractBits(exponent, halfExponent), one);
        return lanes.Multiply(lanes.MultiplyAdd(q, firstScale, firstScale), secondScale);
    }
}
