using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary><c>G := G + g²</c>, <c>w := w − η g / (√G + ε)</c>; <c>s</c> is <c>G</c>.</summary>
internal readonly struct AdaGradRule(float learningRate, float epsilon) : IUpdateRule
{
    private readonly float _minusRate = -learningRate;
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
        s = Subnormal.ToZero<TLanes, TVector>(lanes.MultiplyAdd(g, g, s));
        TVector divisor = lanes.Add(lanes.SquareRoot(s), lanes.Create(_epsilon));
        w = lanes.MultiplyAdd(lanes.Create(_minusRate), lanes.Divide(g, divisor), w);
    }
}
