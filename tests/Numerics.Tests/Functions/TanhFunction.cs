using System;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics.Tests.Functions;

/// <summary><see cref="VectorMath.Tanh"/>.</summary>
internal readonly struct TanhFunction : IFunction
{
    public string Name => "Tanh";

    public double Bound => 1.96;

    public double BoundWhenRoundedTwice => 2.02;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => VectorMath.Tanh<TLanes, TVector>(x);

    public double Exact(double x) => Math.Tanh(x);
}
