using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary><c>v := ρ v + (1−ρ) g²</c>, <c>w := w − η g / (√v + ε)</c>; <c>s</c> is <c>v</c>.</summary>
internal readonly struct RmsPropRule(float learningRate, float decay, float epsilon) : IUpdateRule
{
    private readonly float _minusRate = -learningRate;
    private readonly float _decay = decay;
    private readonly float _oneMinusDecay = (float)(1.0 - decay);
    private readonly float _epsilon = epsilon;

    /// <inheritdoc/>
    public int StateCount => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        s = Subnormal.ToZero<TLanes, TVector>(lanes.MultiplyAdd(lanes.Create(_decay), s, lanes.Multiply(lanes.Multiply(lanes.Create(_oneMinusDecay), g), g)));
        TVector divisor = lanes.Add(lanes.SquareRoot(s), lanes.Create(_epsilon));
        w = lanes.MultiplyAdd(lanes.Create(_minusRate), lanes.Divide(g, divisor), w);
    }
}
