using System;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics.Tests.Functions;

/// <summary><see cref="VectorMath.Log"/>.</summary>
internal readonly struct LogFunction : IFunction
{
    public string Name => "Log";

    public double Bound => 1.32;

    public double BoundWhenRoundedTwice => 1.4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply<TLanes, TVector>(TVector x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => VectorMath.Log<TLanes, TVector>(x);

    public double Exact(double x) => Math.Log(x);
}
