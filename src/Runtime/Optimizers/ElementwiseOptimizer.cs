using System;
using System.Runtime.CompilerServices;
using Backprop.Memory;

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

    /// <summary>
    /// Whether a step may go through the parameters strip by strip, by <see cref="BeginStep"/> and <see cref="UpdatePiece"/>, in any order and on
    /// several threads. A limit to the norm needs the whole gradient first.
    /// </summary>
    internal bool UpdatesStrips => ClipNorm is null;

    /// <summary>Goes to the network's next step, before its strips are updated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal OptimizerState BeginStep(INetwork network)
    {
        OptimizerState state = StateOf(network, network.Parameters.Length);
        Advance(state);
        return state;
    }

    /// <summary>Applies the rule, and what is done beside it, to some parameters.</summary>
    internal abstract void UpdatePiece(in ParameterPiece piece);

    /// <summary>Goes to the next step of a network.</summary>
    private protected virtual void Advance(OptimizerState state)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected sealed override void UpdateConditioned(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, ReadOnlySpan<Strip> strips)
    {
        float scale = ScaleToLimit(gradients);
        Advance(state);
        foreach (ref readonly Strip strip in strips)
        {
            UpdatePiece(ParameterPiece.Of(strip, parameters, gradients, state, scale));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected sealed override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Advance(state);
        UpdatePiece(new ParameterPiece(parameters, gradients, state, 0, parameters.Length));
    }
}
