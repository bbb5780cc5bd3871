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
    /// Whether most inputs are zeros, as in pictures of strokes or one-hot states: calls with one row then skip the zero inputs, in
    /// the first layer's product and in the gradient of its weights. Without it: false.
    /// </summary>
    /// <remarks>
    /// Results have the same bits as without it, but for the sign of a zero, as long as the first layer's weights and gradients are
    /// finite: a weight of a zero input is neither read nor changed, so that what is infinite or NaN there does not make a NaN. −0 is
    /// a zero input; NaN is not. Calls with several rows, and networks of fewer than 32 inputs, are computed as without it.
    /// </remarks>
    public bool SparseInputs { get; set; }
}
