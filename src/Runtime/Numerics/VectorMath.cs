using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// The elementary functions that the activations need, written once for every vector width.
/// </summary>
/// <remarks>
/// <para>
/// Only correctly rounded operations, in an order that does not depend on the width: the same bits at every width that has fused
/// multiply-add. All functions take every <see cref="float"/>: NaN gives NaN, infinities and signed zeros give the limits, and
/// subnormal arguments and results are as exact as the others.
/// </para>
/// <para>
/// Error bounds are in units in the last place of the exact result (ulp; 2⁻¹⁴⁹ for a subnormal result), the maximum over all
/// 2³² arguments against double precision. The second figure is for <see cref="ILanes{TVector}.MultiplyAdd"/> that rounds twice.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    /// <summary>log₂ e, to count the powers of two in <c>e^x</c>.</summary>
    private const float Log2E = 1.44269504f;

    /// <summary>ln 2 rounded to 15 bits: times an exponent (at most 8 bits) it is exact, with or without fused multiply-add.</summary>
    private const float Ln2High = 0.693145751953125f;

    /// <summary>What <see cref="Ln2High"/> leaves of ln 2.</summary>
    private const float Ln2Low = 1.42860677e-6f;

    /// <summary>1.5 · 2²³: a value in ±2²² that is added to it is rounded to an integer, which then is in the lowest bits.</summary>
    private const float RoundingShift = 12582912f;

    /// <summary>The stored bits of the significand of a <see cref="float"/>; its exponent is above them.</summary>
    private const int SignificandBits = 23;

    /// <summary>What is added to an exponent to store it.</summary>
    private const int ExponentBias = 127;

    /// <summary>The bits of 1: the exponent 0.</summary>
    private const uint OneBits = (uint)ExponentBias << SignificandBits;

    /// <summary>The bits of −0: the sign alone.</summary>
    private const uint SignBit = 0x8000_0000;

    // e^r ≈ 1 + r + r² (E2 + E3 r + E4 r² + E5 r³ + E6 r⁴) for |r| ≤ ½ ln 2: minimax in the relative error of e^r − 1, with E2 = ½
    // held, and each coefficient rounded to float before the next was fitted. The relative error of e^r − 1 is below 1.41e-8
    // (0.24 of half an ulp), that of e^r below 5.8e-9.
    private const float E2 = 0.5f;
    private const float E3 = 0.16666548f;
    private const float E4 = 0.0416668244f;
    private const float E5 = 0.00836611167f;
    private const float E6 = 0.00139009685f;

    /// <summary>
    /// Splits <c>e^(f x) = 2^n e^r</c>, <c>n</c> the integer next to <c>f x / ln 2</c>, so that <c>|r| ≤ ½ ln 2</c>, and gives
    /// <c>e^r − 1</c>. For <c>|f x| &lt; 106</c>; NaN gives NaN.
    /// </summary>
    /// <param name="x">The exponent, but for its factor.</param>
    /// <param name="factor"><c>f</c>: ± a power of two, so that <c>f x</c> is exact and <c>n</c> does not wait for it.</param>
    /// <param name="shifted"><c>n</c> in the lowest bits; <see cref="SignificandBits"/> bits to the left, nothing else is left over.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ReducedExpM1<TLanes, TVector>(TVector x, float factor, out TVector shifted)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        shifted = lanes.MultiplyAdd(x, lanes.Create(factor * Log2E), lanes.Create(RoundingShift));
        TVector n = lanes.Subtract(shifted, lanes.Create(RoundingShift));
        TVector exponent = factor == 1f ? x : lanes.Multiply(lanes.Create(factor), x);
        TVector r = lanes.MultiplyAdd(n, lanes.Create(-Ln2High), exponent);
        r = lanes.MultiplyAdd(n, lanes.Create(-Ln2Low), r);

        // As a tree, not as a chain: one row of a small network waits for every step of this.
        TVector r2 = lanes.Multiply(r, r);
        TVector low = lanes.MultiplyAdd(lanes.Create(E3), r, lanes.Create(E2));
        TVector high = lanes.MultiplyAdd(lanes.Create(E5), r, lanes.Create(E4));
        high = lanes.MultiplyAdd(lanes.Create(E6), r2, high);
        return lanes.MultiplyAdd(lanes.MultiplyAdd(high, r2, low), r2, r);
    }

    /// <summary><c>2^(n + k)</c>, which must be a normal number, from the <c>shifted</c> of <see cref="ReducedExpM1"/> and the bits of <c>2^k</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo<TLanes, TVector>(TVector shifted, uint bits)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        return lanes.AddBits(lanes.ShiftLeft(shifted, SignificandBits), lanes.CreateBits(bits));
    }

    /// <summary><paramref name="magnitude"/>, which is not negative unless <paramref name="sign"/> is, with the sign of the latter; distinguishes −0 from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector WithSign<TLanes, TVector>(TVector magnitude, TVector sign)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        return lanes.Or(magnitude, lanes.And(sign, lanes.CreateBits(SignBit)));
    }
}
