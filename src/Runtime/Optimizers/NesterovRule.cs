using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary><c>v := μ v + g</c>, <c>w := w − η (g + μ v)</c>; <c>s</c> is the velocity <c>v</c>.</summary>
internal readonly struct NesterovRule(float learningRate, float momentum) : IUpdateRule
{
    private readonly float _minusRate = -learningRate;
    private readonly float _momentum = momentum;

    /// <inheritdoc/>
    public int StateCount => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector momentum = lanes.Create(_momentum);
        s = Subnormal.ToZero<TLanes, TVector>(lanes.MultiplyAdd(momentum, s, g));
        w = lanes.MultiplyAdd(lanes.Create(_minusRate), lanes.MultiplyAdd(momentum, s, g), w);
    }
}
