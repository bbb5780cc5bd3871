using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

public static partial class VectorMath
{
    /// <summary>The sigmoid is <c>e^x</c> below half the smallest subnormal number here (−103.98), and rounds to 0.</summary>
    private const float SigmoidLowest = -104f;

    /// <summary>The sigmoid rounds to 1 here (already at 17.33).</summary>
    private const float SigmoidHighest = 60f;

    /// <summary>2⁻³⁰: times it, <c>e^−x</c> is a normal number from <see cref="SigmoidLowest"/>, where it would overflow, to <see cref="SigmoidHighest"/>.</summary>
    private const float SigmoidScale = 9.31322575e-10f;

    /// <summary>The bits of <see cref="SigmoidScale"/>.</summary>
    private const uint SigmoidScaleBits = OneBits - (30u << SignificandBits);

    /// <summary>
    /// The logistic function <c>1 / (1 + e^−x)</c>, to full relative precision where it is small. 0 below −103.98, 1 above 17.33.
    /// Error at most 2.00 ulp (2.00).
    /// </summary>
    /// <param name="x">Any values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector limited = lanes.AtMost(lanes.AtLeast(x, lanes.Create(SigmoidLowest)), lanes.Create(SigmoidHighest));
        TVector q = ReducedExpM1<TLanes, TVector>(limited, -1f, out TVector shifted);

        // 1 / (1 + e^−x), above and below the line times SigmoidScale: the one division rounds a subnormal result, nothing before it,
        // and neither sign is a case of its own. Of e^−x = scale + scale · q the second part, the smaller one, joins 1 first: else a
        // scale of 2^24 would swallow the 1, and this way little is lost but in the last addition.
        TVector one = lanes.Create(SigmoidScale);
        TVector scale = PowerOfTwo<TLanes, TVector>(shifted, SigmoidScaleBits);
        TVector denominator = lanes.Add(lanes.MultiplyAdd(q, scale, one), scale);
        return lanes.Divide(one, denominator);
    }
}
