using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>A loss after an elementwise activation: <c>δ_i = ∂C/∂a_i · g′(z_i)</c>.</summary>
internal readonly struct ElementwiseTerm<TActivation, TLoss> : IOutputTerm
    where TActivation : struct, IActivation
    where TLoss : struct, ILoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Cost<TLanes, TVector>(TVector z, TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => default(TLoss).Term<TLanes, TVector>(a, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Delta<TLanes, TVector>(TVector z, TVector a, TVector y, TVector factor)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector gradient = lanes.Multiply(factor, default(TLoss).Derivative<TLanes, TVector>(a, y));
        return lanes.Multiply(default(TActivation).Derivative<TLanes, TVector>(z, a), gradient);
    }

    /// <inheritdoc/>
    public float Factor(int outputs) => default(TLoss).Factor(outputs);
}
