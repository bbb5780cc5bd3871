using System;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>
/// Resilient backpropagation, iRprop⁻ (Igel and Hüsken, "Improving the Rprop learning algorithm", 2000; Riedmiller and Braun, "A direct adaptive method for faster
/// backpropagation learning: the RPROP algorithm", 1993): every parameter has a step size of its own, and only the sign of its gradient counts.
/// </summary>
/// <remarks>
/// <para>
/// Where <c>g</c> has the sign it had at the step before, <c>Δ := min(η⁺ Δ, Δmax)</c>; where it has the other, <c>Δ := max(η⁻ Δ, Δmin)</c> and <c>g := 0</c>;
/// then <c>w := w − sign(g) Δ</c>.
/// </para>
/// <para>
/// It is made for the whole data in every step: gradients of small batches change their signs by chance. The learning rate is <c>Δ</c> at the first step; a later change
/// shows after <see cref="Optimizer.Reset()"/>, and in <see cref="Optimizer.WeightDecay"/>.
/// </para>
/// </remarks>
public sealed class Rprop : ElementwiseOptimizer
{
    /// <summary>Sets the constants; the defaults are the papers', but for the first step size.</summary>
    /// <param name="learningRate"><c>Δ</c> of every parameter at first, finite and at least 0; it is brought between the smallest and the largest before it is used.</param>
    /// <param name="decrease"><c>η⁻</c>, above 0 and below 1.</param>
    /// <param name="increase"><c>η⁺</c>, finite and above 1.</param>
    /// <param name="smallestStep"><c>Δmin</c>, finite and above 0.</param>
    /// <param name="largestStep"><c>Δmax</c>, finite and at least <paramref name="smallestStep"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Rprop(float learningRate = 0.01f, float decrease = 0.5f, float increase = 1.2f, float smallestStep = 1e-6f, float largestStep = 50f)
        : base(learningRate)
    {
        if (!(decrease > 0f && decrease < 1f))
        {
            throw Ranges.OutOfRange(nameof(decrease), "above 0 and below 1", decrease);
        }

        Ranges.CheckFiniteAbove(increase, 1f, nameof(increase));

        Ranges.CheckFiniteAbove(smallestStep, 0f, nameof(smallestStep));
        Ranges.CheckFiniteAtLeast(largestStep, smallestStep, nameof(largestStep));

        Decrease = decrease;
        Increase = increase;
        SmallestStep = smallestStep;
        LargestStep = largestStep;
    }

    /// <summary><c>η⁻</c>, above 0 and below 1.</summary>
    public float Decrease { get; }

    /// <summary><c>η⁺</c>, finite and above 1.</summary>
    public float Increase { get; }

    /// <summary><c>Δmin</c>, finite and above 0.</summary>
    public float SmallestStep { get; }

    /// <summary><c>Δmax</c>, finite and at least <see cref="SmallestStep"/>.</summary>
    public float LargestStep { get; }

    /// <inheritdoc/>
    protected override OptimizerState CreateState(int length)
    {
        OptimizerState state = new(length, 2);
        state[1].Fill(LearningRate);
        return state;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void UpdatePiece(in ParameterPiece piece)
        => Run(new RpropRule(Decrease, Increase, SmallestStep, LargestStep), piece, piece.StateArray(0), piece.StateArray(1));
}
