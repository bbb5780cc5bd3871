using System;

namespace Backprop;

/// <summary>
/// Makes the partial class it stands on a neural network of this topology: a source generator writes the constructors, the
/// forward and the backward pass, and training.
/// </summary>
/// <example>
/// <code>
/// [Network(784, 128, 64, Activation.Relu, 10, Activation.Softmax)]
/// public partial class DigitNet;
/// </code>
/// </example>
/// <param name="topology">
/// The input size, then the size of each layer, each from 1 up; an <see cref="Activation"/> applies to the layers before it, back
/// to the previous activation. The last entry is an activation.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute(params object[] topology) : Attribute
{
    /// <summary>The topology as it was written: <see cref="int"/> and <see cref="Activation"/> entries.</summary>
    public object[] Topology { get; } = topology;

    /// <summary>
    /// The cost of one sample. Without it: <see cref="Loss.CrossEntropy"/> when the last activation is
    /// <see cref="Activation.Softmax"/>, else <see cref="Loss.SquaredError"/>.
    /// </summary>
    public Loss Loss { get; set; }

    /// <summary>How the rows' costs become one number. Without it: <see cref="Reduction.Mean"/>.</summary>
    public Reduction Reduction { get; set; }

    /// <summary>Whether the layers have biases. Without it: true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// The distribution of the first weights, in all layers. Without it, <see cref="Initializer.Default"/>: Glorot's or He's uniform
    /// distribution, as fits the activation of each layer.
    /// </summary>
    public Initializer Initializer { get; set; }

    /// <summary>
    /// The probability, from 0 up and below 1, that <c>Train</c> drops an output of a hidden layer: sets it to zero, in this step and for this row
    /// alone, so that no neuron relies on another. Without it: 0.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Outputs that are kept are multiplied by <c>1 / (1 − Dropout)</c>, so that nothing else has to know: all other members, <see cref="INetwork.Backward(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    /// too, compute the network without dropout. The cost that <c>Train</c> returns is that of the network with what it dropped.
    /// </para>
    /// <para>
    /// What is dropped is decided by the seed of the constructor or of <see cref="INetwork.Initialize"/>, by the number of steps trained since then,
    /// by the row's place in the step and by the neuron: by no thread, and on every machine alike. A network of one layer has no hidden layer.
    /// </para>
    /// </remarks>
    public double Dropout { get; set; }

    /// <summary>
    /// Whether most inputs are zeros, as in pictures of strokes or one-hot states: calls with one row then skip zero inputs in the
    /// first layer, in the product with its weights and in their gradient. Without it: false.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Results have the same bits as without it, but for the sign of a zero, as long as the weights of the first layer and the
    /// gradients with respect to its neurons are finite. Where they are not, 0 · ∞ is a NaN that a skipped input does not make. Inputs
    /// may be anything; −0 and NaN are computed.
    /// </para>
    /// <para>
    /// <see cref="INetwork.Forward"/>, <see cref="INetwork.Predict"/>, training and gradients of one row at a time gain. Several rows in
    /// one call, gradients with respect to the inputs, and first layers of fewer than some 2,000 weights are computed as without it.
    /// </para>
    /// </remarks>
    public bool SparseInputs { get; set; }
}
