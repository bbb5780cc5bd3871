using System;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics.Tests.Functions;

/// <summary><see cref="VectorMath.Log1p"/>.</summary>
internal readonly struct Log1pFunction : IFunction
{
    public string Name => "Log1p";

    public double Bound => 1.86;

    public double BoundWhenRoundedTwice => 1.95;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => VectorMath.Log1p<TLanes, TVector>(x);

    // The rounding error of 1 + x, which Math.Log cannot see, is divided out again (Kahan).
    public double Exact(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsFinite(x) && u > 0 ? Math.Log(u) * (x / (u - 1)) : Math.Log(u);
    }
}
