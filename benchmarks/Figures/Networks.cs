namespace Backprop.Figures;

[Network(2, 3, 1, Activation.Sigmoid)]
public partial class Xor;

[Network(8, 32, 4, Activation.Tanh)]
public partial class Small;

[Network(24, 8, 2, Activation.Tanh)]
public partial class Narrow;

[Network(4, 32, 16, 4, Activation.Tanh)]
public partial class Regression;

[Network(784, 16, 10, Activation.Sigmoid)]
public partial class Digits;

[Network(784, 128, Activation.Relu, 10, Activation.Softmax)]
public partial class WideDigits;

[Network(784, 16, 10, Activation.Sigmoid, SparseInputs = true)]
public partial class SparseDigits;

[Network(784, 128, Activation.Relu, 10, Activation.Softmax, SparseInputs = true)]
public partial class SparseWideDigits;

[Network(784, 100, 100, Activation.Relu, 10, Activation.Softmax)]
public partial class DeepDigits;

[Network(784, 512, 512, Activation.Relu, 10, Activation.Softmax)]
public partial class LargeDigits;

// One layer each: the forward product alone, to compare with matrix multiplications.

[Network(24, 8, Activation.Identity)]
public partial class Layer24To8;

[Network(32, 16, Activation.Identity)]
public partial class Layer32To16;

[Network(128, 10, Activation.Identity)]
public partial class Layer128To10;

[Network(100, 100, Activation.Identity)]
public partial class Layer100To100;

[Network(784, 16, Activation.Identity)]
public partial class Layer784To16;

[Network(784, 100, Activation.Identity)]
public partial class Layer784To100;

[Network(784, 128, Activation.Identity)]
public partial class Layer784To128;

[Network(512, 512, Activation.Identity)]
public partial class Layer512To512;

[Network(784, 512, Activation.Identity)]
public partial class Layer784To512;
