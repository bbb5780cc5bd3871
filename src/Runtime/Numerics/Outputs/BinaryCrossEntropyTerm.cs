using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>Binary cross-entropy after a sigmoid, fused: <c>max(z, 0) − z y + ln(1 + e^−|z|)</c>, <c>δ = a − y</c>.</summary>
internal readonly struct BinaryCrossEntropyTerm : IOutputTerm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Cost<TLanes, TVector>(TVector z, TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector zero = lanes.Create(0f);
        TVector softplus = VectorMath.Log1p<TLanes, TVector>(VectorMath.Exp<TLanes, TVector>(lanes.Negate(lanes.Abs(z))));
        TVector positivePart = lanes.Select(lanes.LessThanOrEqual(z, zero), zero, z);
        return lanes.Add(lanes.Subtract(positivePart, lanes.Multiply(z, y)), softplus);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Delta<TLanes, TVector>(TVector z, TVector a, TVector y, TVector factor)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => default(TLanes).Multiply(factor, default(TLanes).Subtract(a, y));

    /// <inheritdoc/>
    public float Factor(int outputs) => 1f;
}
