using System;
using System.Globalization;

namespace Backprop;

/// <summary>Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1).</summary>
/// <remarks>
/// <para>
/// At step <c>t</c> from 1: <c>m := β1 m + (1−β1) g</c>, <c>v := β2 v + (1−β2) g²</c>, both 0 at first; with the bias corrections
/// <c>m̂ = m / (1−β1^t)</c> and <c>v̂ = v / (1−β2^t)</c>, <c>w := w − η m̂ / (√v̂ + ε)</c>.
/// </para>
/// <para>
/// The powers are running products in double precision: the bits of a library's power function differ between platforms. Values of
/// <c>m</c> and <c>v</c> below 2⁻¹²⁶ in magnitude count as zero.
/// </para>
/// </remarks>
public sealed class Adam : Optimizer
{
    /// <summary>Sets the constants; the defaults are the paper's.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <param name="beta1"><c>β1</c>, the decay of the mean of the gradient, at least 0 and below 1.</param>
    /// <param name="beta2"><c>β2</c>, the decay of the mean of its square, at least 0 and below 1.</param>
    /// <param name="epsilon"><c>ε</c>, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(float learningRate = 0.001f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
        : base(learningRate)
    {
        CheckBeta(beta1, nameof(beta1));
        CheckBeta(beta2, nameof(beta2));
        if (!float.IsFinite(epsilon) || epsilon <= 0f)
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), string.Create(CultureInfo.InvariantCulture, $"epsilon: expected a finite value above 0, got {epsilon}"));
        }

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
    protected override OptimizerState CreateState(int length) => new AdamState(length);

    /// <inheritdoc/>
    internal override bool UpdatesStrips => true;

    /// <inheritdoc/>
    internal override void UpdateStrip(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset)
    {
        // Algorithm 1 with the corrections taken out of the loop: √v̂ is √v · 1/√(1−β2^t). Math.Sqrt is correctly rounded everywhere.
        var adam = (AdamState)state;
        float rate = (float)(LearningRate / (1.0 - adam.Power1));
        float scale = (float)(1.0 / Math.Sqrt(1.0 - adam.Power2));
        Span<float> m = state[0].Slice(offset, parameters.Length);
        Span<float> v = state[1].Slice(offset, parameters.Length);
        UpdateLoop.Run(new AdamRule(rate, scale, Beta1, Beta2, Epsilon), parameters, gradients, m, v);
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
    {
        Advance(state);
        UpdateStrip(parameters, gradients, state, 0);
    }

    /// <inheritdoc/>
    private protected override void Advance(OptimizerState state) => ((AdamState)state).Advance(Beta1, Beta2);

    private static void CheckBeta(float value, string name)
    {
        if (!(value >= 0f && value < 1f))
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"{name}: expected at least 0 and below 1, got {value}"));
        }
    }
}
