namespace Backprop.Generator.Model;

/// <summary>
/// What the user wrote: a class, a topology, what is known of the inputs, where training starts and how it goes. Immutable, structurally equal: the compiler compares it with the last one, and
/// nothing is planned or emitted again while they are equal.
/// </summary>
/// <param name="Type">The class.</param>
/// <param name="Topology">What it computes.</param>
/// <param name="SparseInputs">Whether most inputs are zeros.</param>
/// <param name="Initializer">The distribution of the first weights.</param>
/// <param name="Dropout">The probability that a training step drops an output of a hidden layer, below 1; 0: there is no dropout.</param>
internal sealed record NetworkSpec(TypeSpec Type, TopologySpec Topology, bool SparseInputs, InitializerKind Initializer, float Dropout);
