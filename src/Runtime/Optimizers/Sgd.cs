using System;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>Gradient descent, plain or with momentum.</summary>
/// <remarks>
/// <para>Plain (U): <c>w := w − η g</c>.</para>
/// <para>
/// With momentum <c>μ</c> (Polyak, "Some methods of speeding up the convergence of iteration methods", 1964):
/// <c>v := μ v + g</c>, <c>w := w − η v</c>, with <c>v = 0</c> at first.
/// </para>
/// <para>
/// Nesterov's (Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, in the form where
/// <c>w</c> are the parameters looked ahead from): <c>v := μ v + g</c>, <c>w := w − η (g + μ v)</c>.
/// </para>
/// <para>Both take the learning rate outside the velocity, so that a change of it takes effect at once.
/// A velocity below 2⁻¹²⁶ in magnitude counts as zero.</para>
/// </remarks>
public sealed class Sgd : ElementwiseOptimizer
{
    /// <summary>Chooses the rule.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <param name="momentum"><c>μ</c>, at least 0 and below 1.</param>
    /// <param name="nesterov">Nesterov's momentum in place of Polyak's; needs a <paramref name="momentum"/> above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="nesterov"/> without momentum.</exception>
    public Sgd(float learningRate, float momentum = 0, bool nesterov = false)
        : base(learningRate)
    {
        Ranges.CheckShareBelowOne(momentum, nameof(momentum));
        if (nesterov && momentum == 0f)
        {
            throw new ArgumentException("nesterov: expected a momentum above 0 with it, got 0", nameof(nesterov));
        }

        Momentum = momentum;
        Nesterov = nesterov;
    }

    /// <summary><c>μ</c>, at least 0 and below 1; 0 is plain gradient descent.</summary>
    public float Momentum { get; }

    /// <summary>Whether the momentum is Nesterov's.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    public override bool IsGradientDescent => Momentum == 0f && !IsConditioned;

    /// <inheritdoc/>
    protected override OptimizerState CreateState(int length) => new(length, Momentum == 0f ? 0 : 1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void UpdatePiece(in ParameterPiece piece)
    {
        if (Momentum == 0f)
        {
            Run(new GradientDescentRule(LearningRate), piece);
        }
        else if (Nesterov)
        {
            Run(new NesterovRule(LearningRate, Momentum), piece, piece.StateArray(0));
        }
        else
        {
            Run(new MomentumRule(LearningRate, Momentum), piece, piece.StateArray(0));
        }
    }
}
