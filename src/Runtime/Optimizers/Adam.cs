using System;
using System.Runtime.CompilerServices;

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
public class Adam : ElementwiseOptimizer
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
    protected sealed override OptimizerState CreateState(int length) => new AdamState(length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal sealed override void UpdatePiece(in ParameterPiece piece)
    {
        // Algorithm 1 with the corrections taken out of the loop: √v̂ is √v · 1/√(1−β2^t). Math.Sqrt is correctly rounded everywhere.
        var adam = (AdamState)piece.State;
        float rate = (float)(LearningRate / (1.0 - adam.Power1));
        float scale = (float)(1.0 / Math.Sqrt(1.0 - adam.Power2));
        Run(new AdamRule(rate, scale, Beta1, Beta2, Epsilon), piece, piece.StateArray(0), piece.StateArray(1));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected sealed override void Advance(OptimizerState state) => ((AdamState)state).Advance(Beta1, Beta2);
}
