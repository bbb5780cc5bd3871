using System;
using System.ComponentModel;
using Backprop.Training;

namespace Backprop;

/// <summary>
/// What the generator gives every class with a <see cref="NetworkAttribute"/>, for code that works with any network:
/// optimizers, trainers, files.
/// </summary>
/// <remarks>
/// <para>
/// Rows lie one after another: <c>inputs</c> holds <c>m × InputSize</c> values, and <c>m</c> is told by its length. The symbols
/// in the remarks (F, B0 … B4, U) are the equations of <c>docs/mathematics.md</c>.
/// </para>
/// <para>
/// No member allocates, but to set <see cref="Threads"/>, and the first <c>Train</c> with an optimizer that remembers something. A span of the wrong length, a label out of range or a layer index out of range is an
/// <see cref="ArgumentException"/> that says what was expected and what came, and then nothing has been changed.
/// </para>
/// <para>
/// <see cref="Forward"/>, <see cref="Predict"/> and <c>Cost</c> may run on many threads at once, and beside one <c>Backward</c>, while
/// nobody changes the parameters, as <c>Train</c> does. <c>Forward</c> and <c>Predict</c> do not wait for each other; <c>Cost</c> and
/// <c>Backward</c> take turns. <c>Train</c> needs the network to itself.
/// </para>
/// </remarks>
public interface INetwork
{
    /// <summary>What the library knows of a generated network; null for others.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    NetworkCore? Core => null;

    /// <summary>The number of values in one input row, <c>N_0</c>.</summary>
    int InputSize { get; }

    /// <summary>The number of values in one output row, <c>N_L</c>.</summary>
    int OutputSize { get; }

    /// <summary>The number of layers with weights, <c>L</c>.</summary>
    int LayerCount { get; }

    /// <summary>The number of weights and biases.</summary>
    int ParameterCount { get; }

    /// <summary>
    /// The weights and biases themselves, in an internal layout: for copying between networks of one class, mutating, optimizers.
    /// <see cref="CopyParametersTo"/> gives the canonical order. Padding between them is zero, and stays zero while all numbers are
    /// finite; <see cref="Initialize"/> and <see cref="LoadParameters"/> make it zero again.
    /// </summary>
    Span<float> Parameters { get; }

    /// <summary>
    /// The gradient that <c>Backward</c> adds to, in the layout of <see cref="Parameters"/>. <c>Train</c> neither reads nor changes it.
    /// </summary>
    Span<float> Gradients { get; }

    /// <summary>
    /// Threads that share the work of <c>Train</c>, <c>Backward</c>, <c>BackwardFromOutput</c>, <see cref="Forward"/> and <c>Cost</c> on
    /// many rows; null, as at first: each call runs on the thread that makes it. The bits of the results are the same.
    /// </summary>
    /// <remarks>
    /// <para>To set them allocates the memory that they work in; the calls allocate nothing. Not to be set while another thread trains the network.</para>
    /// <para>
    /// Several networks may share the threads. A call that has too little work to gain, or finds them at work, runs on its own
    /// thread. The network does not dispose of them; after <see cref="TrainingThreads.Dispose"/>, a call that would use them throws
    /// <see cref="ObjectDisposedException"/>, with nothing changed: set null, or others, before.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The memory for so many threads would be larger than an array can be.</exception>
    TrainingThreads? Threads { get; set; }

    /// <summary>Sets <see cref="Gradients"/> to zero.</summary>
    void ZeroGradients();

    /// <summary>
    /// Draws the weights afresh, from the distribution that <see cref="NetworkAttribute.Initializer"/> names, and sets the biases to zero.
    /// </summary>
    /// <param name="seed">The same seed gives the same bits, on every machine; it decides what dropout drops, too.</param>
    void Initialize(ulong seed);

    /// <summary>The outputs <c>a^L</c> of each row (F). The bits of a row do not depend on the rows beside it.</summary>
    /// <param name="inputs"><c>m × InputSize</c> values; no row is allowed too.</param>
    /// <param name="outputs"><c>m × OutputSize</c> values, written; must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap.</exception>
    void Forward(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>The index of the largest output (F) for one row; the first of equals, and 0 if no output is a number.</summary>
    /// <param name="input"><c>InputSize</c> values.</param>
    /// <returns>0 … <c>OutputSize − 1</c>.</returns>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    int Predict(ReadOnlySpan<float> input);

    /// <summary>The cost <c>C</c> of the rows (<see cref="Loss"/>), reduced: <c>(1/m) Σ C_k</c> or <c>Σ C_k</c> (<see cref="Reduction"/>).</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="targets"><c>m × OutputSize</c> values.</param>
    /// <returns>The reduced cost.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or there is no row.</exception>
    float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>The cost of the rows, for class labels in place of one-hot targets.</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="labels"><c>m</c> labels, 0 … <c>OutputSize − 1</c>: which output is 1 in the row's targets. The others are 0.</param>
    /// <returns>The reduced cost.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a label is out of range, or there is no row.</exception>
    float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>Adds the gradient of the reduced cost of the rows to <see cref="Gradients"/> (B1 … B4).</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="targets"><c>m × OutputSize</c> values.</param>
    /// <returns>The reduced cost.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or there is no row.</exception>
    float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>Adds the gradient to <see cref="Gradients"/>, and writes the gradient with respect to the inputs (B0 … B4).</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="targets"><c>m × OutputSize</c> values.</param>
    /// <param name="inputGradients"><c>m × InputSize</c> values, written: <c>∂/∂x</c> of the reduced cost.</param>
    /// <returns>The reduced cost.</returns>
    /// <exception cref="ArgumentException">A length is wrong, there is no row, or <paramref name="inputGradients"/> overlaps other floats that are given.</exception>
    float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> inputGradients);

    /// <summary>Adds the gradient to <see cref="Gradients"/>, for class labels in place of one-hot targets (B1 … B4).</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="labels"><c>m</c> labels, 0 … <c>OutputSize − 1</c>: which output is 1 in the row's targets. The others are 0.</param>
    /// <returns>The reduced cost.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a label is out of range, or there is no row.</exception>
    float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>Adds the gradient to <see cref="Gradients"/>, for class labels, and writes the gradient with respect to the inputs (B0 … B4).</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="labels"><c>m</c> labels, 0 … <c>OutputSize − 1</c>: which output is 1 in the row's targets. The others are 0.</param>
    /// <param name="inputGradients"><c>m × InputSize</c> values, written: <c>∂/∂x</c> of the reduced cost.</param>
    /// <returns>The reduced cost.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a label is out of range, there is no row, or <paramref name="inputGradients"/> overlaps other floats that are given.</exception>
    float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Span<float> inputGradients);

    /// <summary>
    /// Adds the gradient of a cost of the caller's own to <see cref="Gradients"/>: the entry to (B1) for any differentiable cost.
    /// Nothing is reduced.
    /// </summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="outputGradients"><c>m × OutputSize</c> values: <c>∂C/∂a^L</c> of each row.</param>
    /// <exception cref="ArgumentException">A length is wrong, or there is no row.</exception>
    void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients);

    /// <summary>As <see cref="BackwardFromOutput(ReadOnlySpan{float}, ReadOnlySpan{float})"/>, and writes the gradient with respect to the inputs (B0).</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="outputGradients"><c>m × OutputSize</c> values: <c>∂C/∂a^L</c> of each row.</param>
    /// <param name="inputGradients"><c>m × InputSize</c> values, written: <c>∂C/∂x</c>.</param>
    /// <exception cref="ArgumentException">A length is wrong, there is no row, or <paramref name="inputGradients"/> overlaps other floats that are given.</exception>
    void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> inputGradients);

    /// <summary>One training step: the gradient of these rows, then the optimizer's update rule (U).</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="targets"><c>m × OutputSize</c> values.</param>
    /// <param name="optimizer">The update rule. Its state for this network is allocated when the two first meet.</param>
    /// <returns>The reduced cost before the step.</returns>
    /// <exception cref="ArgumentException">A length is wrong, there is no row, or the optimizer is null.</exception>
    float Train(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Optimizer optimizer);

    /// <summary>One training step, for class labels in place of one-hot targets.</summary>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row.</param>
    /// <param name="labels"><c>m</c> labels, 0 … <c>OutputSize − 1</c>: which output is 1 in the row's targets. The others are 0.</param>
    /// <param name="optimizer">The update rule. Its state for this network is allocated when the two first meet.</param>
    /// <returns>The reduced cost before the step.</returns>
    /// <exception cref="ArgumentException">A length is wrong, a label is out of range, there is no row, or the optimizer is null.</exception>
    float Train(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Optimizer optimizer);

    /// <summary>Copies the parameters in canonical order: for each layer the weights, <c>[neuron][input]</c>, then the biases.</summary>
    /// <param name="destination"><c>ParameterCount</c> values, written.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    void CopyParametersTo(Span<float> destination);

    /// <summary>Sets the parameters from canonical order: for each layer the weights, <c>[neuron][input]</c>, then the biases.</summary>
    /// <param name="source"><c>ParameterCount</c> values.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    void LoadParameters(ReadOnlySpan<float> source);

    /// <summary>Copies <see cref="Gradients"/> in canonical order: for each layer those of the weights, <c>[neuron][input]</c>, then of the biases.</summary>
    /// <param name="destination"><c>ParameterCount</c> values, written.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    void CopyGradientsTo(Span<float> destination);

    /// <summary>The weight <c>w_ij^l</c> itself.</summary>
    /// <param name="layer"><c>l</c>, 1 … <c>LayerCount</c>.</param>
    /// <param name="neuron"><c>i</c>, from 0, in that layer.</param>
    /// <param name="input"><c>j</c>, from 0, in the layer before.</param>
    /// <returns>A reference into <see cref="Parameters"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    ref float Weight(int layer, int neuron, int input);

    /// <summary>The bias <c>b_i^l</c> itself.</summary>
    /// <param name="layer"><c>l</c>, 1 … <c>LayerCount</c>.</param>
    /// <param name="neuron"><c>i</c>, from 0, in that layer.</param>
    /// <returns>A reference into <see cref="Parameters"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network was declared with <c>Bias = false</c>.</exception>
    ref float Bias(int layer, int neuron);
}
