using System;
using System.Linq;

namespace Backprop.Reference;

/// <summary>Everything that decides what a network computes, apart from its parameters.</summary>
/// <remarks>Two topologies are equal when their contents are: the compiler's equality would compare the arrays by reference.</remarks>
/// <param name="Sizes"><c>N_0 … N_L</c>.</param>
/// <param name="Activations"><c>g_1 … g_L</c>.</param>
/// <param name="Loss">The cost of one sample.</param>
/// <param name="Reduction">How the costs of the rows become one number.</param>
/// <param name="Bias">Whether the layers have biases.</param>
public sealed record Topology(int[] Sizes, Activation[] Activations, Loss Loss, Reduction Reduction, bool Bias)
{
    /// <summary><c>L</c>.</summary>
    public int LayerCount => Activations.Length;

    /// <summary><c>N_0</c>.</summary>
    public int InputSize => Sizes[0];

    /// <summary><c>N_L</c>.</summary>
    public int OutputSize => Sizes[^1];

    /// <summary>The neurons of all layers but the last.</summary>
    public int HiddenNeurons => Sizes[1..^1].Sum();

    /// <summary>The number of weights and biases.</summary>
    public int ParameterCount => WeightOffset(LayerCount + 1);

    /// <summary>Where in canonical order <c>w_ij^l</c> stands.</summary>
    public int WeightIndex(int layer, int neuron, int input) => WeightOffset(layer) + (neuron * Sizes[layer - 1]) + input;

    /// <summary>Where in canonical order <c>b_i^l</c> stands.</summary>
    public int BiasIndex(int layer, int neuron) => WeightOffset(layer) + (Sizes[layer] * Sizes[layer - 1]) + neuron;

    /// <inheritdoc/>
    public bool Equals(Topology? other) =>
        other is not null
        && Sizes.SequenceEqual(other.Sizes)
        && Activations.SequenceEqual(other.Activations)
        && Loss == other.Loss
        && Reduction == other.Reduction
        && Bias == other.Bias;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ParameterCount, LayerCount, Loss, Reduction, Bias);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join('-', Sizes)} {string.Join(',', Activations)} {Loss} {Reduction}{(Bias ? "" : " without biases")}";

    private int WeightOffset(int layer)
    {
        int offset = 0;
        for (int l = 1; l < layer; l++)
        {
            offset += (Sizes[l] * Sizes[l - 1]) + (Bias ? Sizes[l] : 0);
        }

        return offset;
    }
}
