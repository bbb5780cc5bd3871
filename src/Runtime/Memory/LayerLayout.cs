using System.ComponentModel;

namespace Backprop.Memory;

/// <summary>
/// Where the parameters of one layer lie in a network's storage: the weights as <c>[input][neuron]</c>, each row padded with zeros
/// to <paramref name="Stride"/> values, and the biases as one such row.
/// </summary>
/// <param name="Inputs">The inputs of a neuron, <c>N_{l−1}</c>, from 1 up.</param>
/// <param name="Neurons">The neurons, <c>N_l</c>, from 1 up.</param>
/// <param name="Stride">The floats from one row of weights to the next, at least <paramref name="Neurons"/>.</param>
/// <param name="WeightOffset">The first of the <c>Inputs × Stride</c> weights, in floats from the start of the storage.</param>
/// <param name="BiasOffset">The first of the <c>Stride</c> biases, in floats from the start of the storage; −1 without biases.</param>
/// <param name="Activation">The activation, which decides the initial weights unless the network names a distribution.</param>
/// <param name="StripInputs">The inputs whose weights are a strip, the unit of work on gradients, from 1 up.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LayerLayout(int Inputs, int Neurons, int Stride, int WeightOffset, int BiasOffset, Activation Activation, int StripInputs)
{
    /// <summary>Whether the layer has biases.</summary>
    public bool HasBias => BiasOffset >= 0;
}
