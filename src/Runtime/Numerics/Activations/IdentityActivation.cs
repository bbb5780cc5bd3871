namespace Backprop.Numerics;
/// <summary>Temporary.</summary>
public readonly struct IdentityActivation : IActivation
{
    /// <inheritdoc/>
    public TVector Value<TLanes, TVector>(TVector z) where TLanes : struct, ILanes<TVector> where TVector : struct => z;
    /// <inheritdoc/>
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a) where TLanes : struct, ILanes<TVector> where TVector : struct => default(TLanes).Create(1f);
}
