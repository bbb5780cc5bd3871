using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><c>C = ½ Σ d²</c>, <c>∂C/∂a = d</c>, with <c>d = a − y</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HalfSquaredErrorLoss : ILoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Term<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector d = default(TLanes).Subtract(a, y);
        return default(TLanes).Multiply(default(TLanes).Multiply(default(TLanes).Create(0.5f), d), d);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => default(TLanes).Subtract(a, y);

    /// <inheritdoc/>
    public float Factor(int outputs) => 1f;
}
