namespace Backprop.Network.Tests;

/// <summary>The main example, and the network of S2 and of the fixture <c>quadratic_784_16_10</c>.</summary>
[Network(784, 16, 10, Activation.Sigmoid)]
public partial class DigitNet;
