using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary>
/// A moving average of gradients that have become zero shrinks until it is subnormal, and stays there for good, because
/// <c>0.9 · 5 · 2⁻¹⁴⁹</c> rounds up again. Many processors need a hundred times longer for such operands.
/// </summary>
internal static class Subnormal
{
    // Written out: the smallest normal float, 2⁻¹²⁶.
    private const float SmallestNormal = 1.17549435E-38f;

    /// <summary>Zero in the lanes below 2⁻¹²⁶ in magnitude; the others, NaN too, as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ToZero<TLanes, TVector>(TVector value)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        return lanes.Select(lanes.LessThan(lanes.Abs(value), lanes.Create(SmallestNormal)), lanes.Create(0f), value);
    }
}
