using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Selu"/>. The derivative reads <c>a</c> alone; at 0 it is that of the negative side, λ α.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SeluActivation : IActivation
{
    /// <summary>λ, with which a mean of 0 and a variance of 1 are a fixed point of the layers (Klambauer et al., 2017).</summary>
    private const float Scale = 1.05070099f;

    /// <summary>λ α, with α = 1.67326324…, to which <c>−g</c> tends for <c>z → −∞</c>.</summary>
    private const float ScaleTimesAlpha = 1.75809934f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = λ α (e^z − 1) where z ≤ 0, else λ z
        TLanes lanes = default;
        TVector negative = lanes.Multiply(VectorMath.ExpM1<TLanes, TVector>(z), lanes.Create(ScaleTimesAlpha));
        return lanes.Select(lanes.LessThanOrEqual(z, lanes.Create(0f)), negative, lanes.Multiply(z, lanes.Create(Scale)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = λ α e^z = a + λ α where a ≤ 0, else λ
        TLanes lanes = default;
        return lanes.Select(lanes.LessThanOrEqual(a, lanes.Create(0f)), lanes.Add(a, lanes.Create(ScaleTimesAlpha)), lanes.Create(Scale));
    }
}
