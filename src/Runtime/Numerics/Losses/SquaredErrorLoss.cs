using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><c>C = Σ d²</c>, <c>∂C/∂a = 2 d</c>, with <c>d = a − y</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SquaredErrorLoss : ILoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Term<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector d = default(TLanes).Subtract(a, y);
        return default(TLanes).Multiply(d, d);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector d = default(TLanes).Subtract(a, y);
        return default(TLanes).Add(d, d);
    }

    /// <inheritdoc/>
    public float Factor(int outputs) => 1f;
}
