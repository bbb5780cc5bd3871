namespace Backprop.Network.Tests;

/// <summary><see cref="SmallNet"/> with the costs of the rows added and not averaged.</summary>
[Network(3, 5, Activation.Relu, 2, Activation.Sigmoid, Reduction = Reduction.Sum)]
public partial class SmallSumNet;
