using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Elu"/>. The derivative reads <c>a</c> alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EluActivation : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = e^z − 1 where z ≤ 0, else z
        TLanes lanes = default;
        return lanes.Select(lanes.LessThanOrEqual(z, lanes.Create(0f)), VectorMath.ExpM1<TLanes, TVector>(z), z);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = e^z = a + 1 where a ≤ 0, else 1
        TLanes lanes = default;
        TVector one = lanes.Create(1f);
        return lanes.Select(lanes.LessThanOrEqual(a, lanes.Create(0f)), lanes.Add(a, one), one);
    }
}
