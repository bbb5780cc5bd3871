using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Silu"/>. The derivative reads <c>z</c> and <c>a</c>.</summary>
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
        // g′(z) = s + a (1 − s) with s = σ(z)
        TLanes lanes = default;
        TVector s = VectorMath.Sigmoid<TLanes, TVector>(z);
        return lanes.MultiplyAdd(a, lanes.Subtract(lanes.Create(1f), s), s);
    }
}
