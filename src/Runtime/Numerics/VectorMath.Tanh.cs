using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent rounds to 1 here (already at 9.02).</summary>
    private const float TanhHighest = 10f;

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
        TVector limited = lanes.AtMost(lanes.Abs(x), lanes.Create(TanhHighest));
        TVector q = ReducedExpM1<TLanes, TVector>(limited, -2f, out TVector shifted);
        TVector scale = PowerOfTwo<TLanes, TVector>(shifted, OneBits);

        // tanh|x| = (1 − e^−2|x|) / (1 + e^−2|x|), each side rounded once from e^−2|x| = scale + scale · q. Where scale = 1, the upper
        // is −q itself. It is never below 0, nor −0. With e^+2|x| the lower side would be just above 2, where it is rounded twice as coarsely.
        TVector one = lanes.Create(1f);
        TVector numerator = lanes.MultiplyAdd(q, lanes.Negate(scale), lanes.Subtract(one, scale));
        TVector denominator = lanes.MultiplyAdd(q, scale, lanes.Add(one, scale));
        return WithSign<TLanes, TVector>(lanes.Divide(numerator, denominator), x);
    }
}
