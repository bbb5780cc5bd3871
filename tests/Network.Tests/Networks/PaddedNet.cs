namespace Backprop.Network.Tests;

/// <summary>Layers that fill no vector: of 12 and 5 neurons, with an identity between them.</summary>
[Network(2, 12, Activation.Tanh, 5, Activation.Identity, 5, Activation.Tanh, 1, Activation.Identity)]
public sealed partial class PaddedNet;
