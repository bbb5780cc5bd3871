namespace Backprop.Numerics;
/// <summary>Temporary.</summary>
public readonly struct TanhActivation : IActivation
{
    /// <inheritdoc/>
    public TVector Value<TLanes, TVector>(TVector z) where TLanes : struct, ILanes<TVector> where TVector : struct => VectorMath.Tanh<TLanes,TVector>(z);
    /// <inheritdoc/>
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a) where TLanes : struct, ILanes<TVector> where TVector : struct => default(TLanes).Subtract(default(TLanes).Create(1f), default(TLanes).Multiply(a, a));
}
