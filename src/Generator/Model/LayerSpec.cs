namespace Backprop.Generator.Model;

/// <summary>One layer as the user wrote it. Immutable, structurally equal.</summary>
internal sealed record LayerSpec(int Neurons, ActivationKind Activation);
