namespace Backprop.Numerics;

/// <summary>A cost that is a sum over the outputs: what one output contributes.</summary>
internal interface IOutputTerm
{
    /// <summary>The term of the cost, before <see cref="Factor"/>.</summary>
    TVector Cost<TLanes, TVector>(TVector z, TVector a, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary><c>δ</c>, or what a Jacobian then makes <c>δ</c> of, times <paramref name="factor"/>.</summary>
    TVector Delta<TLanes, TVector>(TVector z, TVector a, TVector y, TVector factor)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary>What the sum of the terms is multiplied by to give the cost of a sample.</summary>
    float Factor(int outputs);
}
