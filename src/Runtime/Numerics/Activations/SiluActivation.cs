using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Silu"/>. The derivative reads <c>z</c> alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SiluActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = z σ(z): with the sigmoid, 0 for large negative z, not an overflow
        TLanes lanes = default;
        return lanes.Multiply(z, VectorMath.Sigmoid<TLanes, TVector>(z));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = s + z s (1 − s) with s = σ(z)
        TLanes lanes = default;

        // The smaller of s and 1 − s is taken from the sigmoid, and the larger from the smaller: so nothing cancels where s is almost 1.
        TVector smaller = VectorMath.Sigmoid<TLanes, TVector>(lanes.Negate(lanes.Abs(z)));
        TVector larger = lanes.Subtract(lanes.Create(1f), smaller);
        TVector s = lanes.Select(lanes.LessThan(z, lanes.Create(0f)), smaller, larger);
        return lanes.MultiplyAdd(lanes.Multiply(z, smaller), larger, s);
    }
}
