using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>A loss after softmax: <c>δ = Jᵀ ∂C/∂a</c>.</summary>
internal readonly struct SoftmaxOutput<TLoss> : IOutput
    where TLoss : struct, ILoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        default(SumOutput<ElementwiseTerm<IdentityActivation, TLoss>>).Apply<TLanes, TVector>(ref z, ref a, ref delta, rows, stride, columns, neurons, scale, ref costs);
        default(SoftmaxJacobian).Apply<TLanes, TVector>(ref z, ref a, ref delta, rows, stride, columns, neurons, scale, ref costs);
    }
}
