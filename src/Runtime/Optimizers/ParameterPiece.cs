using System;
using System.Runtime.CompilerServices;
using Backprop.Memory;

namespace Backprop;

/// <summary>Parameters that are updated together, weights before biases, and what belongs to them.</summary>
internal readonly ref struct ParameterPiece(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset, int weights, float scale = 1f)
{
    private readonly int _offset = offset;

    /// <summary>The parameters.</summary>
    public readonly Span<float> Parameters = parameters;

    /// <summary>Their gradients.</summary>
    public readonly ReadOnlySpan<float> Gradients = gradients;

    /// <summary>What the rule remembers about the whole network.</summary>
    public readonly OptimizerState State = state;

    /// <summary>How many of the parameters, from the first, are weights.</summary>
    public readonly int Weights = weights;

    /// <summary>What the gradients are multiplied by.</summary>
    public readonly float Scale = scale;

    /// <summary>A strip of all parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ParameterPiece Of(in Strip strip, Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, float scale)
        => new(parameters.Slice(strip.Offset, strip.Length), gradients.Slice(strip.Offset, strip.Length), state, strip.Offset, strip.Weights, scale);

    /// <summary>The part of an array of the state that belongs to these parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> StateArray(int index) => State[index].Slice(_offset, Parameters.Length);
}
