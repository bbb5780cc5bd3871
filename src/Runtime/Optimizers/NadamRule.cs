using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary>
/// <c>m := β1 m + (1−β1) g</c>, <c>v := β2 v + (1−β2) g²</c>, <c>w := w − (meanRate · m + gradientRate · g) / (scale · √v + ε)</c>; <c>s</c> is <c>m</c>, <c>t</c> is <c>v</c>.
/// </summary>
/// <param name="meanRate"><c>η μ_(t+1) / (1 − Π_(t+1))</c>.</param>
/// <param name="gradientRate"><c>η (1 − μ_t) / (1 − Π_t)</c>.</param>
/// <param name="scale"><c>1 / √(1 − β2^t)</c>.</param>
/// <param name="beta1">The decay of <c>m</c>.</param>
/// <param name="beta2">The decay of <c>v</c>.</param>
/// <param name="epsilon">Keeps the divisor from zero.</param>
internal readonly struct NadamRule(float meanRate, float gradientRate, float scale, float beta1, float beta2, float epsilon) : IUpdateRule
{
    private readonly float _meanRate = meanRate;
    private readonly float _gradientRate = gradientRate;
    private readonly float _scale = scale;
    private readonly float _beta1 = beta1;
    private readonly float _oneMinusBeta1 = (float)(1.0 - beta1);
    private readonly float _beta2 = beta2;
    private readonly float _oneMinusBeta2 = (float)(1.0 - beta2);
    private readonly float _epsilon = epsilon;

    /// <inheritdoc/>
    public int StateCount => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        s = Subnormal.ToZero<TLanes, TVector>(lanes.MultiplyAdd(lanes.Create(_beta1), s, lanes.Multiply(lanes.Create(_oneMinusBeta1), g)));
        t = Subnormal.ToZero<TLanes, TVector>(lanes.MultiplyAdd(lanes.Create(_beta2), t, lanes.Multiply(lanes.Multiply(lanes.Create(_oneMinusBeta2), g), g)));
        TVector step = lanes.MultiplyAdd(lanes.Create(_gradientRate), g, lanes.Multiply(lanes.Create(_meanRate), s));
        TVector divisor = lanes.MultiplyAdd(lanes.Create(_scale), lanes.SquareRoot(t), lanes.Create(_epsilon));
        w = lanes.Subtract(w, lanes.Divide(step, divisor));
    }
}
