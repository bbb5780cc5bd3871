using Backprop.Generator.Model;

namespace Backprop.Generator.Parsing;

/// <summary>One argument of the attribute: a size, an activation, or something that is neither.</summary>
/// <param name="Size">The number, where it is one.</param>
/// <param name="Activation">The activation, where it is one.</param>
/// <param name="Text">How to show it in an error.</param>
internal sealed record TopologyEntry(int? Size, ActivationKind? Activation, string Text);
