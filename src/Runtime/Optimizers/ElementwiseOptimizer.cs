using System;
using System.Globalization;

namespace Backprop;

/// <summary>
/// A rule of this library: each parameter's update depends on its own gradient alone. So a step may go through the parameters piece by piece, in any
/// order and on several threads, and update each piece while its gradient is in the cache.
/// </summary>
public abstract class ElementwiseOptimizer : Optimizer
{
    private protected ElementwiseOptimizer(float learningRate)
        : base(learningRate)
    {
    }

    /// <inheritdoc/>
    internal sealed override bool UpdatesPieces => true;

    /// <inheritdoc/>
    protected sealed override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Advance(state);
        UpdatePiece(new ParameterPiece(parameters, gradients, state, 0, parameters.Length));
    }

    /// <inheritdoc/>
    internal abstract override void UpdatePiece(in ParameterPiece piece);

    private protected static void CheckDecay(float value, string name)
    {
        if (!(value >= 0f && value < 1f))
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"{name}: expected at least 0 and below 1, got {value}"));
        }
    }

    private protected static void CheckPositive(float value, string name)
    {
        if (!float.IsFinite(value) || value <= 0f)
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"{name}: expected a finite value above 0, got {value}"));
        }
    }
}
