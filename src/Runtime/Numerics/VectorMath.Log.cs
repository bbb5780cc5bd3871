using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

public static partial class VectorMath
{
    /// <summary>The bits of √½, the least significand: those of a logarithm's argument are taken from [√½, √2), around 1.</summary>
    private const uint SquareRootOfHalfBits = 0x3F35_04F3;

    /// <summary>The smallest normal number, 2⁻¹²⁶.</summary>
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>2²³: makes every subnormal number a normal one.</summary>
    private const float SubnormalScale = 8388608f;

    /// <summary>The exponent of <see cref="SubnormalScale"/>.</summary>
    private const float SubnormalScaleExponent = 23f;

    // ln(1 + f) ≈ f + f² (L2 + L3 f + … + L9 f⁷) for √½ ≤ 1 + f < √2: minimax in relative error, with L2 = −½ held, and each
    // coefficient rounded to float before the next was fitted. The relative error is below 3.2e-8 (0.53 of half an ulp).
    private const float L2 = -0.5f;
    private const float L3 = 0.333339125f;
    private const float L4 = -0.250013292f;
    private const float L5 = 0.199629962f;
    private const float L6 = -0.165777877f;
    private const float L7 = 0.149156556f;
    private const float L8 = -0.142661572f;
    private const float L9 = 0.0869618803f;

    /// <summary>
    /// The natural logarithm: −∞ at ±0, NaN below, +∞ at +∞. Error at most 1.32 ulp (1.39).
    /// </summary>
    /// <param name="x">Any values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector isSubnormal = lanes.LessThan(x, lanes.Create(SmallestNormal));
        TVector normal = lanes.Select(isSubnormal, lanes.Multiply(x, lanes.Create(SubnormalScale)), x);
        TVector significand = Split<TLanes, TVector>(normal, out TVector exponentBits);
        TVector f = lanes.Subtract(significand, lanes.Create(1f));
        TVector exponent = lanes.Subtract(lanes.ConvertBits(exponentBits), lanes.And(isSubnormal, lanes.Create(SubnormalScaleExponent)));
        return WithLimits<TLanes, TVector>(LogOfSplit<TLanes, TVector>(f, exponent), x, x);
    }

    /// <summary>
    /// <c>ln(1 + x)</c>, as exact near 0 as elsewhere: −∞ at −1, NaN below, +∞ at +∞; −0 gives 0. Error at most 1.86 ulp (1.95).
    /// </summary>
    /// <param name="x">Any values.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1p<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector one = lanes.Create(1f);
        TVector u = lanes.Add(x, one);

        // What the rounding of u lost: exact below 2^24, and of no weight above.
        TVector lost = lanes.Subtract(x, lanes.Subtract(u, one));
        TVector significand = Split<TLanes, TVector>(u, out TVector exponentBits);

        // It joins the significand, at its scale 2^−exponent: as ½ · 2^(1−exponent), since for the largest arguments 2^−exponent is
        // no normal number, and in this order, since the loss may be the smallest subnormal number.
        TVector doubledScale = lanes.SubtractBits(lanes.CreateBits(OneBits + (1u << SignificandBits)), lanes.ShiftLeft(exponentBits, SignificandBits));
        TVector f = lanes.MultiplyAdd(lanes.Multiply(lost, doubledScale), lanes.Create(0.5f), lanes.Subtract(significand, one));
        return WithLimits<TLanes, TVector>(LogOfSplit<TLanes, TVector>(f, lanes.ConvertBits(exponentBits)), x, u);
    }

    /// <summary>Splits a positive normal number into <c>2^exponent</c> and a significand in [√½, √2), which is returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Split<TLanes, TVector>(TVector x, out TVector exponentBits)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        exponentBits = lanes.ShiftRight(lanes.SubtractBits(x, lanes.CreateBits(SquareRootOfHalfBits)), SignificandBits);
        return lanes.SubtractBits(x, lanes.ShiftLeft(exponentBits, SignificandBits));
    }

    /// <summary><c>ln(2^exponent (1 + f))</c> for <c>1 + f</c> in [√½, √2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfSplit<TLanes, TVector>(TVector f, TVector exponent)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector f2 = lanes.Multiply(f, f);
        TVector f4 = lanes.Multiply(f2, f2);
        TVector low = lanes.MultiplyAdd(
            lanes.MultiplyAdd(lanes.Create(L5), f, lanes.Create(L4)), f2, lanes.MultiplyAdd(lanes.Create(L3), f, lanes.Create(L2)));
        TVector high = lanes.MultiplyAdd(
            lanes.MultiplyAdd(lanes.Create(L9), f, lanes.Create(L8)), f2, lanes.MultiplyAdd(lanes.Create(L7), f, lanes.Create(L6)));
        TVector result = lanes.MultiplyAdd(lanes.MultiplyAdd(high, f4, low), f2, f);

        // From small to large.
        result = lanes.MultiplyAdd(exponent, lanes.Create(Ln2Low), result);
        return lanes.MultiplyAdd(exponent, lanes.Create(Ln2High), result);
    }

    /// <summary>
    /// <paramref name="result"/> where <paramref name="argument"/>, whose logarithm it is, is positive and finite: else −∞ at 0, NaN below,
    /// and <paramref name="x"/> itself where that is +∞ or NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector WithLimits<TLanes, TVector>(TVector result, TVector x, TVector argument)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector zero = lanes.Create(0f);
        TVector notPositive = lanes.Select(lanes.Equal(argument, zero), lanes.Create(float.NegativeInfinity), lanes.Create(float.NaN));
        TVector positive = lanes.Select(lanes.LessThan(x, lanes.Create(float.PositiveInfinity)), result, x);
        return lanes.Select(lanes.LessThan(zero, argument), positive, notPositive);
    }
}
