using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><c>C = (1/N) Σ d²</c>, <c>∂C/∂a = (2/N) d</c>, with <c>d = a − y</c>: the squared error and a factor.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MeanSquaredErrorLoss : ILoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Term<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => default(SquaredErrorLoss).Term<TLanes, TVector>(a, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => default(SquaredErrorLoss).Derivative<TLanes, TVector>(a, y);

    /// <inheritdoc/>
    public float Factor(int outputs) => 1f / outputs;
}
