using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary>
/// A rule with what <see cref="Optimizer"/> offers beside every rule: <c>g := clip(scale · g) + L1 sign(w) + L2 w</c> and <c>w := w − η λ w</c>, both
/// with the <c>w</c> of before the step; then the rule.
/// </summary>
/// <remarks>What is off has the value that changes nothing, in place of a branch: the loop waits for memory anyway.</remarks>
/// <param name="rule">The rule.</param>
/// <param name="scale">What brings the norm of the whole gradient down to its limit; 1: nothing.</param>
/// <param name="clip">The largest magnitude of a gradient, above 0; infinity: any.</param>
/// <param name="l1"><c>L1</c>.</param>
/// <param name="l2"><c>L2</c>.</param>
/// <param name="decay"><c>η λ</c>.</param>
internal readonly struct ConditionedRule<TRule>(TRule rule, float scale, float clip, float l1, float l2, float decay) : IUpdateRule
    where TRule : struct, IUpdateRule
{
    private readonly TRule _rule = rule;
    private readonly float _scale = scale;
    private readonly float _clip = clip;
    private readonly float _minusClip = -clip;
    private readonly float _l1 = l1;
    private readonly float _l2 = l2;
    private readonly float _minusDecay = -decay;

    /// <inheritdoc/>
    public int StateCount => _rule.StateCount;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        g = lanes.Multiply(lanes.Create(_scale), g);
        g = lanes.AtLeast(lanes.AtMost(g, lanes.Create(_clip)), lanes.Create(_minusClip));
        g = lanes.MultiplyAdd(lanes.Create(_l1), Sign.Of<TLanes, TVector>(w), g);
        g = lanes.MultiplyAdd(lanes.Create(_l2), w, g);
        w = lanes.MultiplyAdd(lanes.Create(_minusDecay), w, w);
        _rule.Apply<TLanes, TVector>(ref w, g, ref s, ref t);
    }
}
