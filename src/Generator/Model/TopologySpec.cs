using System.Globalization;
using System.Linq;

namespace Backprop.Generator.Model;

/// <summary>
/// The mathematics the user asked for: sizes, activations, cost. Immutable, structurally equal; says nothing of how it is computed.
/// </summary>
internal sealed record TopologySpec(
    int InputSize,
    EquatableArray<LayerSpec> Layers,
    LossKind Loss,
    ReductionKind Reduction,
    bool Bias)
{
    public int OutputSize => Layers[Layers.Count - 1].Neurons;

    public ActivationKind OutputActivation => Layers[Layers.Count - 1].Activation;

    /// <summary>The number of inputs of a layer, counted from 0: the neurons of the one before.</summary>
    public int InputsOf(int layer) => layer == 0 ? InputSize : Layers[layer - 1].Neurons;

    /// <summary>For example <c>784 → 16 Sigmoid → 10 Sigmoid, squared error</c>.</summary>
    public override string ToString()
    {
        string layers = string.Concat(Layers.Select(static l => string.Format(CultureInfo.InvariantCulture, " → {0} {1}", l.Neurons, l.Activation)));
        string biases = Bias ? string.Empty : ", no biases";
        return string.Format(CultureInfo.InvariantCulture, "{0}{1}, {2} of {3}{4}", InputSize, layers, Reduction, Loss, biases);
    }
}
