using System.Globalization;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// Where a layer's numbers lie, and in which order its sums run: what holds at every vector width. Immutable, structurally equal.
/// </summary>
/// <param name="Index"><c>l</c>, from 1.</param>
/// <param name="Inputs"><c>N_{l−1}</c>.</param>
/// <param name="InputStride">From row to row of <c>a^{l−1}</c>; the caller's rows, for the first layer, have no padding.</param>
/// <param name="Neurons"><c>N_l</c>.</param>
/// <param name="Stride">Floats in a stored row of the layer: of the weights of one input, of <c>z</c>, <c>a</c>, <c>δ</c>.</param>
/// <param name="WeightOffset">Where the weights, <c>[input][neuron]</c>, start in the parameters.</param>
/// <param name="BiasOffset">Where the biases start; −1: none.</param>
/// <param name="Activation"><c>g_l</c>.</param>
/// <param name="KeepsPreactivation">Whether <c>z^l</c> is kept beside <c>a^l</c>, because the backward pass or the cost reads it.</param>
/// <param name="Chains">
/// The inputs are summed in this many contiguous blocks, and the blocks' sums in ascending order, after the bias. One row walks
/// the blocks side by side, which hides the latency of the multiply-adds; many rows, one after the other.
/// </param>
/// <param name="ActivationOffset">Where <c>a^l</c> starts in the workspace, in floats a row.</param>
/// <param name="PreactivationOffset">Where <c>z^l</c> starts: at <paramref name="ActivationOffset"/> when it is not kept.</param>
/// <param name="DeltaOffset">Where <c>δ^l</c> starts.</param>
/// <param name="Shape">The first layer of the same shape, whose kernels this one shares: itself, if there is none before it.</param>
/// <param name="TransposedOffset">Where the transposed weights <c>[neuron][input]</c> start in their own memory; −1: not needed, in the first layer.</param>
/// <param name="StripInputs">
/// The inputs whose weights are a strip: the gradient of a strip is used while it is in the cache, in the first-level one unless the
/// layer is wide. The last strip takes what is left, and the biases.
/// </param>
/// <param name="FirstStrip">The number of the layer's first strip: those of a network are numbered layer by layer.</param>
/// <param name="Marks">Which inputs of one row are zeros, for its kernels to skip; null: they take all inputs.</param>
/// <param name="Dropout">How a training step drops outputs of the layer; null: it drops none.</param>
internal sealed record LayerPlan(
    int Index,
    int Inputs,
    int InputStride,
    int Neurons,
    int Stride,
    int WeightOffset,
    int BiasOffset,
    ActivationKind Activation,
    bool KeepsPreactivation,
    int Chains,
    int ActivationOffset,
    int PreactivationOffset,
    int DeltaOffset,
    int Shape,
    int TransposedOffset,
    int StripInputs,
    int FirstStrip,
    MarksPlan? Marks,
    DropoutPlan? Dropout)
{
    public bool HasBias => BiasOffset >= 0;

    /// <summary>What the forward pass computes, for the reader.</summary>
    public string ForwardFormula => HasBias ? "(F) z = a W + b" : "(F) z = a W";

    /// <summary>What the outer product of one row computes, for the reader.</summary>
    public string UpdateFormula => HasBias ? "(B3, B4), (U) W += aᵀ u, b += u" : "(B3), (U) W += aᵀ u";

    /// <summary>Whether the inputs are summed in several blocks, each in a sum of its own, rather than in one that starts from the bias.</summary>
    public bool HasBlocks => Chains > 1;

    /// <summary>The inputs of each block but the last, which takes the rest too.</summary>
    public int ChainLength => Inputs / Chains;

    /// <summary>The inputs of the last block.</summary>
    public int LastChainLength => Inputs - ((Chains - 1) * ChainLength);

    /// <summary>The first input of a block, counted from 0.</summary>
    public int BlockStart(int block) => block * ChainLength;

    /// <summary>The end of the inputs of a block, exclusive.</summary>
    public int BlockEnd(int block) => block == Chains - 1 ? Inputs : BlockStart(block + 1);

    public int Strips => ((Inputs - 1) / StripInputs) + 1;

    /// <summary>The end of the numbers of the layer's strips.</summary>
    public int EndStrip => FirstStrip + Strips;

    /// <summary>The inputs of the last strip.</summary>
    public int LastStripInputs => Inputs - ((Strips - 1) * StripInputs);

    /// <summary>The rows of the last strip's gradient: that of the biases is behind those of the inputs.</summary>
    public int LastStripRows => LastStripInputs + (HasBias ? 1 : 0);

    /// <summary>Whether the kernels of two layers are the same. The first layer has none for the layer before it.</summary>
    public bool HasShapeOf(LayerPlan other)
        => Index > 1
        && other.Index > 1
        && (Inputs, InputStride, Neurons, Stride, HasBias) == (other.Inputs, other.InputStride, other.Neurons, other.Stride, other.HasBias);

    public override string ToString()
    {
        string biases = HasBias ? string.Format(CultureInfo.InvariantCulture, "b at {0}", BiasOffset) : "no b";
        string kept = KeepsPreactivation ? ", z kept" : string.Empty;
        string shared = Shape == Index ? string.Empty : string.Format(CultureInfo.InvariantCulture, ", kernels of layer {0}", Shape);
        string chains = Chains == 1
            ? "in one chain"
            : string.Format(CultureInfo.InvariantCulture, "in {0} blocks of {1}{2}", Chains, ChainLength, LastChainLength == ChainLength ? string.Empty : ", the last of " + LastChainLength.ToString(CultureInfo.InvariantCulture));
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0} → {1} {2}: W [{0}][{3}] at {4}, {5}; inputs summed {6}; gradient in strips of {7}{8}{9}{10}",
            Inputs, Neurons, Activation, Stride, WeightOffset, biases, chains, StripInputs, kept, shared, Marks is null ? string.Empty : "; of one row the inputs that are not zero");
    }
}
