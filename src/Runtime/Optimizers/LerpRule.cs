using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary><c>w := (1−τ) w + τ g</c>, where <c>g</c> are the parameters of another network.</summary>
/// <remarks>
/// As <c>τ g + (w − τ w)</c> with two fused multiply-adds: a factor <c>1 − τ</c> of its own would be rounded, and every step would pull by as much
/// in the same direction. With τ = 0 the result is <c>w</c>, and with τ = 1 <c>g</c>, exactly.
/// </remarks>
internal readonly struct LerpRule(float tau) : IUpdateRule
{
    private readonly float _tau = tau;

    /// <inheritdoc/>
    public int StateCount => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector tau = lanes.Create(_tau);
        w = lanes.MultiplyAdd(tau, g, lanes.MultiplyAdd(lanes.Negate(tau), w, w));
    }
}
