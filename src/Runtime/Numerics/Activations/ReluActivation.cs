using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Relu"/>. The derivative reads <c>a</c> alone; at 0 it is that of the negative side, 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReluActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = 0 where z ≤ 0, else z: so that NaN stays NaN
        TLanes lanes = default;
        TVector zero = lanes.Create(0f);
        return lanes.Select(lanes.LessThanOrEqual(z, zero), zero, z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = 0 where a ≤ 0, else 1
        TLanes lanes = default;
        TVector zero = lanes.Create(0f);
        return lanes.Select(lanes.LessThanOrEqual(a, zero), zero, lanes.Create(1f));
    }
}
