using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.LeakyRelu"/>. The derivative reads <c>a</c> alone, which has the sign of <c>z</c>; at 0 it is that of the negative side.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LeakyReluActivation : IActivation
{
    /// <summary>The slope for negative <c>z</c>.</summary>
    private const float NegativeSlope = 0.01f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = 0.01 z where z ≤ 0, else z
        TLanes lanes = default;
        return lanes.Select(lanes.LessThanOrEqual(z, lanes.Create(0f)), lanes.Multiply(z, lanes.Create(NegativeSlope)), z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = 0.01 where a ≤ 0, else 1
        TLanes lanes = default;
        return lanes.Select(lanes.LessThanOrEqual(a, lanes.Create(0f)), lanes.Create(NegativeSlope), lanes.Create(1f));
    }
}
