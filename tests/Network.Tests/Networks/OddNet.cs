namespace Backprop.Network.Tests;

/// <summary>Sizes that no vector width divides, and a softmax over them.</summary>
[Network(3, 100, 33, Activation.Tanh, 9, Activation.Softmax)]
public partial class OddNet;
