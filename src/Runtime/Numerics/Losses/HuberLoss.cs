using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// <c>C = Σ h(d)</c>, <c>d = a − y</c>, <c>h(d) = ½ d²</c> where <c>|d| ≤ 1</c>, else <c>|d| − ½</c>; <c>∂C/∂a = clamp(d, −1, 1)</c>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HuberLoss : ILoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Term<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector distance = lanes.Abs(lanes.Subtract(a, y));
        TVector half = lanes.Create(0.5f);
        TVector quadratic = lanes.Multiply(lanes.Multiply(half, distance), distance);
        return lanes.Select(lanes.LessThanOrEqual(distance, lanes.Create(1f)), quadratic, lanes.Subtract(distance, half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector d = lanes.Subtract(a, y);
        TVector one = lanes.Create(1f);
        TVector minusOne = lanes.Create(-1f);
        d = lanes.Select(lanes.LessThan(one, d), one, d);
        return lanes.Select(lanes.LessThan(d, minusOne), minusOne, d);
    }

    /// <inheritdoc/>
    public float Factor(int outputs) => 1f;
}
