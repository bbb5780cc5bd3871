using System;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>RMSProp (Tieleman and Hinton, "Lecture 6.5: divide the gradient by a running average of its recent magnitude", 2012), plain or with momentum.</summary>
/// <remarks>
/// <para><c>v := ρ v + (1−ρ) g²</c>, 0 at first, and <c>w := w − η g / (√v + ε)</c>.</para>
/// <para>With momentum <c>μ</c>: <c>b := μ b + g / (√v + ε)</c>, 0 at first, and <c>w := w − η b</c>.</para>
/// <para>Values of <c>v</c> and <c>b</c> below 2⁻¹²⁶ in magnitude count as zero.</para>
/// </remarks>
public sealed class RmsProp : ElementwiseOptimizer
{
    /// <summary>Sets the constants; the defaults are the lecture's.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <param name="decay"><c>ρ</c>, the decay of the mean of the squared gradient, at least 0 and below 1.</param>
    /// <param name="momentum"><c>μ</c>, at least 0 and below 1.</param>
    /// <param name="epsilon"><c>ε</c>, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RmsProp(float learningRate = 0.001f, float decay = 0.9f, float momentum = 0f, float epsilon = 1e-8f)
        : base(learningRate)
    {
        Ranges.CheckShareBelowOne(decay, nameof(decay));
        Ranges.CheckShareBelowOne(momentum, nameof(momentum));
        Ranges.CheckFiniteAbove(epsilon, 0f, nameof(epsilon));
        Decay = decay;
        Momentum = momentum;
        Epsilon = epsilon;
    }

    /// <summary><c>ρ</c>, at least 0 and below 1.</summary>
    public float Decay { get; }

    /// <summary><c>μ</c>, at least 0 and below 1; 0 is plain RMSProp.</summary>
    public float Momentum { get; }

    /// <summary><c>ε</c>, finite and above 0.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override OptimizerState CreateState(int length) => new(length, Momentum == 0f ? 1 : 2);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void UpdatePiece(in ParameterPiece piece)
    {
        if (Momentum == 0f)
        {
            Run(new RmsPropRule(LearningRate, Decay, Epsilon), piece, piece.StateArray(0));
        }
        else
        {
            Run(new RmsPropMomentumRule(LearningRate, Decay, Momentum, Epsilon), piece, piece.StateArray(0), piece.StateArray(1));
        }
    }
}
