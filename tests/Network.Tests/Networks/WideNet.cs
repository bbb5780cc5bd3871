namespace Backprop.Network.Tests;

/// <summary>A row of it does not fit on the stack: forward passes take turns in the network's workspace.</summary>
[Network(3, 4100, Activation.Tanh, 2, Activation.Identity)]
public sealed partial class WideNet;
