namespace Backprop.Network.Tests;

/// <summary>Of the fixture <c>xor_2_2_1</c>.</summary>
[Network(2, 2, Activation.Tanh, 1, Activation.Sigmoid)]
public partial class XorNet;
