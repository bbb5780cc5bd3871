namespace Backprop.Numerics;
/// <summary>Temporary.</summary>
public readonly struct ReluActivation : IActivation
{
    /// <inheritdoc/>
    public TVector Value<TLanes, TVector>(TVector z) where TLanes : struct, ILanes<TVector> where TVector : struct => default(TLanes).Select(default(TLanes).LessThanOrEqual(z, default(TLanes).Create(0f)), default(TLanes).Create(0f), z);
    /// <inheritdoc/>
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a) where TLanes : struct, ILanes<TVector> where TVector : struct => default(TLanes).And(default(TLanes).LessThan(default(TLanes).Create(0f), a), default(TLanes).Create(1f));
}
