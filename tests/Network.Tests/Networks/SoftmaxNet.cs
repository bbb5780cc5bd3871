namespace Backprop.Network.Tests;

/// <summary>Of the fixture <c>softmax_12_9_5</c>; its loss is the default of a softmax output.</summary>
[Network(12, 9, Activation.Relu, 5, Activation.Softmax)]
public partial class SoftmaxNet;
