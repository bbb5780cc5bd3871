namespace Backprop.Network.Tests;

/// <summary>A few rows of it fit on the stack, fewer than a tile is tall; its last block of inputs is longer than the others.</summary>
[Network(83, 500, 301, Activation.Relu, 37, Activation.Sigmoid)]
public sealed partial class MediumNet;
