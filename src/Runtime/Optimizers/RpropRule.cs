using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary>
/// <c>Δ := η⁺ Δ</c> where <c>g</c> has the sign of the step before, <c>Δ := η⁻ Δ</c> and <c>g := 0</c> where it has the other; <c>w := w − sign(g) Δ</c>; <c>s</c> is
/// the sign of <c>g</c>, <c>t</c> is <c>Δ</c>.
/// </summary>
/// <param name="decrease"><c>η⁻</c>.</param>
/// <param name="increase"><c>η⁺</c>.</param>
/// <param name="smallest">The least <c>Δ</c>, above 0.</param>
/// <param name="largest">The largest.</param>
internal readonly struct RpropRule(float decrease, float increase, float smallest, float largest) : IUpdateRule
{
    private readonly float _decrease = decrease;
    private readonly float _increase = increase;
    private readonly float _smallest = smallest;
    private readonly float _largest = largest;

    /// <inheritdoc/>
    public int StateCount => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // Signs in place of gradients: a product of small gradients would vanish.
        TLanes lanes = default;
        TVector zero = lanes.Create(0f);
        TVector sign = Sign.Of<TLanes, TVector>(g);
        TVector agreement = lanes.Multiply(sign, s);
        TVector differs = lanes.LessThan(agreement, zero);
        TVector factor = lanes.Select(lanes.LessThan(zero, agreement), lanes.Create(_increase), lanes.Create(1f));
        t = lanes.Multiply(t, lanes.Select(differs, lanes.Create(_decrease), factor));
        t = lanes.AtLeast(lanes.AtMost(t, lanes.Create(_largest)), lanes.Create(_smallest));
        s = lanes.Select(differs, zero, sign);
        w = lanes.Subtract(w, lanes.Multiply(s, t));
    }
}
