using System;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2).</summary>
/// <remarks>
/// <para>
/// <c>w := w − η sign(β1 m + (1−β1) g)</c>, then <c>m := β2 m + (1−β2) g</c>, 0 at first. Every parameter moves by <c>η</c>: the paper advises a learning rate three to
/// ten times smaller than Adam's. Its decay <c>λ</c> is <see cref="Optimizer.WeightDecay"/>, 0 if it is not set.
/// </para>
/// <para>A value of <c>m</c> below 2⁻¹²⁶ in magnitude counts as zero.</para>
/// </remarks>
public sealed class Lion : ElementwiseOptimizer
{
    /// <summary>Sets the constants; the defaults are the paper's.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <param name="beta1"><c>β1</c>, the part of the mean in the direction of a step, at least 0 and below 1.</param>
    /// <param name="beta2"><c>β2</c>, the decay of the mean of the gradient, at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Lion(float learningRate = 1e-4f, float beta1 = 0.9f, float beta2 = 0.99f)
        : base(learningRate)
    {
        Ranges.CheckShareBelowOne(beta1, nameof(beta1));
        Ranges.CheckShareBelowOne(beta2, nameof(beta2));
        Beta1 = beta1;
        Beta2 = beta2;
    }

    /// <summary><c>β1</c>, at least 0 and below 1.</summary>
    public float Beta1 { get; }

    /// <summary><c>β2</c>, at least 0 and below 1.</summary>
    public float Beta2 { get; }

    /// <inheritdoc/>
    protected override OptimizerState CreateState(int length) => new(length, 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void UpdatePiece(in ParameterPiece piece) => Run(new LionRule(LearningRate, Beta1, Beta2), piece, piece.StateArray(0));
}
