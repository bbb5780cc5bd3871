namespace Backprop.Network.Tests;

/// <summary>Large enough for threads to gain: its first layer is many strips.</summary>
[Network(784, 128, Activation.Relu, 10, Activation.Softmax)]
public sealed partial class ManyStripsNet;
