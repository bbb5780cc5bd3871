namespace Backprop.Network.Tests;

/// <summary>Of the fixture <c>no_bias_4_5_2</c>.</summary>
[Network(4, 5, 2, Activation.Sigmoid, Bias = false)]
public partial class NoBiasNet;
