namespace Backprop.Network.Tests;

/// <summary>Of the fixture <c>logistic_6_4_1</c>.</summary>
[Network(6, 4, 1, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
public partial class LogisticNet;
