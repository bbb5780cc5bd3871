namespace Backprop.Generator.Model;

/// <summary>
/// What the user wrote: a class and a topology. Immutable, structurally equal: the compiler compares it with the last one, and
/// nothing is planned or emitted again while they are equal.
/// </summary>
internal sealed record NetworkSpec(TypeSpec Type, TopologySpec Topology);
