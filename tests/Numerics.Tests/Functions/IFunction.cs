namespace Backprop.Numerics.Tests.Functions;

/// <summary>A function of <see cref="VectorMath"/> beside its double-precision reference.</summary>
internal interface IFunction
{
    string Name { get; }

    /// <summary>The error that the documentation of the function allows, in ulp, with fused multiply-add.</summary>
    double Bound { get; }

    /// <summary>The same without fused multiply-add.</summary>
    double BoundWhenRoundedTwice { get; }

    TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    double Exact(double x);
}
