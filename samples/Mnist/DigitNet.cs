using Backprop;

namespace Mnist;

/// <summary>28 × 28 grey values in, one output for each digit. The generator writes the rest.</summary>
[Network(784, 16, 10, Activation.Sigmoid)]
public partial class DigitNet;
