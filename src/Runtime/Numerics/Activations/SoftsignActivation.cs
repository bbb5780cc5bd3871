using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Softsign"/>. The derivative reads <c>a</c> alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SoftsignActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = z / (1 + |z|)
        TLanes lanes = default;
        return lanes.Divide(z, lanes.Add(lanes.Create(1f), lanes.Abs(z)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = 1 / (1 + |z|)² = (1 − |a|)²
        TLanes lanes = default;
        TVector difference = lanes.Subtract(lanes.Create(1f), lanes.Abs(a));
        return lanes.Multiply(difference, difference);
    }
}
