using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary><c>w := w − η sign(β1 m + (1−β1) g)</c>, <c>m := β2 m + (1−β2) g</c>; <c>s</c> is <c>m</c>.</summary>
internal readonly struct LionRule(float learningRate, float beta1, float beta2) : IUpdateRule
{
    private readonly float _minusRate = -learningRate;
    private readonly float _beta1 = beta1;
    private readonly float _oneMinusBeta1 = (float)(1.0 - beta1);
    private readonly float _beta2 = beta2;
    private readonly float _oneMinusBeta2 = (float)(1.0 - beta2);

    /// <inheritdoc/>
    public int StateCount => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector direction = lanes.MultiplyAdd(lanes.Create(_beta1), s, lanes.Multiply(lanes.Create(_oneMinusBeta1), g));
        w = lanes.MultiplyAdd(lanes.Create(_minusRate), Sign.Of<TLanes, TVector>(direction), w);
        s = Subnormal.ToZero<TLanes, TVector>(lanes.MultiplyAdd(lanes.Create(_beta2), s, lanes.Multiply(lanes.Create(_oneMinusBeta2), g)));
    }
}
