namespace Backprop.Benchmarks;

[Network(2, 3, 1, Activation.Sigmoid)]
public partial class Xor;

[Network(8, 32, 4, Activation.Sigmoid)]
public partial class Small;

[Network(784, 16, 10, Activation.Sigmoid)]
public partial class Digits;

[Network(784, 128, Activation.Relu, 10, Activation.Softmax)]
public partial class WideDigits;

[Network(4, 32, 16, 4, Activation.Tanh)]
public partial class Regression;
