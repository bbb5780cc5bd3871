using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

public static partial class VectorMath
{
    /// <summary>−2 |x| for an |x| whose hyperbolic tangent rounds to 1 (already at 9.02).</summary>
    private const float TanhLowestExponent = -20f;

    /// <summary>
    /// The hyperbolic tangent, exactly odd; ±1 beyond ±9.02. Error at most 1.96 ulp (2.02).
    /// </summary>
    /// <param name="x">Any values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector exponent = AtLeast<TLanes, TVector>(lanes.Multiply(lanes.Abs(x), lanes.Create(-2f)), TanhLowestExponent);
        TVector q = ReducedExpM1<TLanes, TVector>(exponent, out TVector shifted);
        TVector scale = PowerOfTwo<TLanes, TVector>(shifted, OneBits);

        // tanh|x| = (1 − e^−2|x|) / (1 + e^−2|x|), each side rounded once from e^−2|x| = scale + scale · q. Where scale = 1, the upper
        // is −q itself. With e^+2|x| the lower side would be just above 2, where it is rounded twice as coarsely.
        TVector one = lanes.Create(1f);
        TVector negativeNumerator = lanes.MultiplyAdd(q, scale, lanes.Subtract(scale, one));
        TVector denominator = lanes.MultiplyAdd(q, scale, lanes.Add(scale, one));
        return WithSign<TLanes, TVector>(lanes.Abs(lanes.Divide(negativeNumerator, denominator)), x);
    }
}
