using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Identity"/>. The derivative reads neither argument.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct IdentityActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = z
        return z;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = 1
        return default(TLanes).Create(1f);
    }
}
