using Backprop;

namespace Mnist;

/// <summary>Eight times as many hidden neurons; the outputs are probabilities.</summary>
[Network(784, 128, Activation.Relu, 10, Activation.Softmax)]
public partial class LargeDigitNet;
