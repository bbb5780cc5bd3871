using System;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics.Tests.Functions;

/// <summary><see cref="VectorMath.Exp"/>.</summary>
internal readonly struct ExpFunction : IFunction
{
    public string Name => "Exp";

    public double Bound => 1.05;

    public double BoundWhenRoundedTwice => 1.05;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => VectorMath.Exp<TLanes, TVector>(x);

    public double Exact(double x) => Math.Exp(x);
}
