using System.ComponentModel;

namespace Backprop.Numerics;

/// <summary>
/// A cost that is a sum over the outputs: one output's term and its derivative, written once for every vector width.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILoss
{
    /// <summary>The term of the cost that output <paramref name="a"/> with target <paramref name="y"/> contributes, before <see cref="Factor"/>.</summary>
    TVector Term<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>The derivative of <see cref="Term"/> with respect to <paramref name="a"/>.</summary>
    TVector Derivative<TLanes, TVector>(TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>What the sum of the terms is multiplied by to give the cost of a sample.</summary>
    /// <param name="outputs">The number of outputs, <c>N_L</c>.</param>
    float Factor(int outputs);
}
