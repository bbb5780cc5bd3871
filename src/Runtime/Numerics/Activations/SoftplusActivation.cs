using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Softplus"/>. The derivative reads <c>z</c> alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SoftplusActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = ln(1 + e^z) = max(z, 0) + ln(1 + e^−|z|), which does not overflow
        TLanes lanes = default;
        TVector zero = lanes.Create(0f);
        TVector e = VectorMath.Exp<TLanes, TVector>(lanes.Negate(lanes.Abs(z)));
        return lanes.Add(lanes.Select(lanes.LessThanOrEqual(z, zero), zero, z), VectorMath.Log1p<TLanes, TVector>(e));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = σ(z)
        return VectorMath.Sigmoid<TLanes, TVector>(z);
    }
}
