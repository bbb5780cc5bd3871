using System;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics.Tests.Functions;

/// <summary><see cref="VectorMath.Sigmoid"/>.</summary>
internal readonly struct SigmoidFunction : IFunction
{
    public string Name => "Sigmoid";

    public double Bound => 2.0;

    public double BoundWhenRoundedTwice => 2.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => VectorMath.Sigmoid<TLanes, TVector>(x);

    public double Exact(double x) => 1 / (1 + Math.Exp(-x));
}
