namespace Backprop.Network.Tests;

/// <summary>Wide enough to learn exclusive-or from any start.</summary>
[Network(2, 8, Activation.Tanh, 1, Activation.Sigmoid)]
public partial class XorLearner;
