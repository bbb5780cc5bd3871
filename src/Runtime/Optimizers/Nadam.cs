using System;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>Adam with Nesterov's momentum (Dozat, "Incorporating Nesterov momentum into Adam", 2016).</summary>
/// <remarks>
/// <para>
/// At step <c>t</c> from 1: <c>m := β1 m + (1−β1) g</c>, <c>v := β2 v + (1−β2) g²</c>, both 0 at first. The momentum of the step, <c>μ_t = β1 (1 − ½ · 0.96^(0.004 t))</c>,
/// rises; with <c>Π_t = μ_1 μ_2 … μ_t</c>, <c>m̂ = μ_(t+1) m / (1 − Π_(t+1)) + (1−μ_t) g / (1 − Π_t)</c> looks one step ahead, <c>v̂ = v / (1−β2^t)</c>,
/// and <c>w := w − η m̂ / (√v̂ + ε)</c>.
/// </para>
/// <para>
/// The powers and products are running products in double precision. Values of <c>m</c> and <c>v</c> below 2⁻¹²⁶ in magnitude count as zero.
/// </para>
/// </remarks>
public sealed class Nadam : ElementwiseOptimizer
{
    /// <summary>Sets the constants; the defaults are the paper's.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <param name="beta1"><c>β1</c>, the decay of the mean of the gradient, at least 0 and below 1.</param>
    /// <param name="beta2"><c>β2</c>, the decay of the mean of its square, at least 0 and below 1.</param>
    /// <param name="epsilon"><c>ε</c>, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Nadam(float learningRate = 0.002f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
        : base(learningRate)
    {
        Ranges.CheckShareBelowOne(beta1, nameof(beta1));
        Ranges.CheckShareBelowOne(beta2, nameof(beta2));
        Ranges.CheckFiniteAbove(epsilon, 0f, nameof(epsilon));
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
    }

    /// <summary><c>β1</c>, at least 0 and below 1.</summary>
    public float Beta1 { get; }

    /// <summary><c>β2</c>, at least 0 and below 1.</summary>
    public float Beta2 { get; }

    /// <summary><c>ε</c>, finite and above 0.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override OptimizerState CreateState(int length) => new NadamState(length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void UpdatePiece(in ParameterPiece piece)
    {
        // As in Adam, what is the same for all parameters is taken out of the loop.
        var nadam = (NadamState)piece.State;
        double next = nadam.MomentumAfter(Beta1);
        float meanRate = (float)(LearningRate * next / (1.0 - (nadam.MomentumProduct * next)));
        float gradientRate = (float)(LearningRate * (1.0 - nadam.Momentum) / (1.0 - nadam.MomentumProduct));
        float scale = (float)(1.0 / Math.Sqrt(1.0 - nadam.Power2));
        Run(new NadamRule(meanRate, gradientRate, scale, Beta1, Beta2, Epsilon), piece, piece.StateArray(0), piece.StateArray(1));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void Advance(OptimizerState state) => ((NadamState)state).Advance(Beta1, Beta2);
}
