using System;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics.Tests.Functions;

/// <summary><see cref="VectorMath.ExpM1"/>.</summary>
internal readonly struct ExpM1Function : IFunction
{
    public string Name => "ExpM1";

    public double Bound => 1.61;

    public double BoundWhenRoundedTwice => 1.75;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => VectorMath.ExpM1<TLanes, TVector>(x);

    // e^x − 1 = 2 t / (1 − t) with t = tanh(x / 2): near 0 the difference would cancel.
    public double Exact(double x)
    {
        double t = Math.Tanh(x / 2);
        return Math.Abs(x) < 0.5 ? 2 * t / (1 - t) : Math.Exp(x) - 1;
    }
}
