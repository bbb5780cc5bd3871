using System;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>AdaGrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011, with a diagonal matrix).</summary>
/// <remarks>
/// <c>G := G + g²</c>, 0 at first, and <c>w := w − η g / (√G + ε)</c>. A value of <c>G</c> below 2⁻¹²⁶ counts as zero.
/// </remarks>
public sealed class AdaGrad : ElementwiseOptimizer
{
    /// <summary>Sets the constants.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <param name="epsilon"><c>ε</c>, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdaGrad(float learningRate = 0.01f, float epsilon = 1e-10f)
        : base(learningRate)
    {
        Ranges.CheckFiniteAbove(epsilon, 0f, nameof(epsilon));
        Epsilon = epsilon;
    }

    /// <summary><c>ε</c>, finite and above 0.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override OptimizerState CreateState(int length) => new(length, 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void UpdatePiece(in ParameterPiece piece) => Run(new AdaGradRule(LearningRate, Epsilon), piece, piece.StateArray(0));
}
