using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>The arrays <c>m</c> and <c>v</c>, the momentum of the current step, and the products up to it.</summary>
internal sealed class NadamState(int length) : OptimizerState(length, 2)
{
    // 0.96 to the power 0.004.
    private const double ScheduleDecay = 0.99983672535267528;

    // 0.96^(0.004 t); 1 before the first step.
    private double _schedule = 1.0;

    /// <summary><c>μ_t</c>.</summary>
    public double Momentum { get; private set; }

    /// <summary><c>Π_t = μ_1 μ_2 … μ_t</c>; 1 before the first step.</summary>
    public double MomentumProduct { get; private set; } = 1.0;

    /// <summary><c>β2^t</c>; 1 before the first step.</summary>
    public double Power2 { get; private set; } = 1.0;

    /// <summary><c>μ_(t+1)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MomentumAfter(float beta1) => beta1 * (1.0 - (0.5 * _schedule * ScheduleDecay));

    /// <summary>Goes to the next step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(float beta1, float beta2)
    {
        Momentum = MomentumAfter(beta1);
        _schedule = RunningPower.Next(_schedule, ScheduleDecay);
        MomentumProduct = RunningPower.Next(MomentumProduct, Momentum);
        Power2 = RunningPower.Next(Power2, beta2);
    }
}
