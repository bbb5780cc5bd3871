namespace Backprop.Network.Tests;

/// <summary>Small enough to run thousands of times in a test.</summary>
[Network(3, 5, Activation.Relu, 2, Activation.Sigmoid)]
public partial class SmallNet;
