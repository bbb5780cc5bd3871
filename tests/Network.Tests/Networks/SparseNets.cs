namespace Backprop.Network.Tests;

/// <summary><see cref="DigitNet"/> with zero inputs skipped: eight blocks of inputs, a mark for each two.</summary>
[Network(784, 16, 10, Activation.Sigmoid, SparseInputs = true)]
public partial class SparseDigitNet;

/// <summary>One block of inputs, eight vectors of neurons.</summary>
[Network(784, 128, Activation.Relu, 10, Activation.Softmax)]
public partial class DenseClassifier;

/// <summary><see cref="DenseClassifier"/> with zero inputs skipped.</summary>
[Network(784, 128, Activation.Relu, 10, Activation.Softmax, SparseInputs = true)]
public partial class SparseClassifier;

/// <summary>Blocks of odd length, and no biases.</summary>
[Network(333, 17, Activation.Gelu, 3, Activation.Tanh, Bias = false)]
public partial class DenseOddNet;

/// <summary><see cref="DenseOddNet"/> with zero inputs skipped.</summary>
[Network(333, 17, Activation.Gelu, 3, Activation.Tanh, Bias = false, SparseInputs = true)]
public partial class SparseOddNet;

/// <summary>Rows that do not fit on the stack.</summary>
[Network(41, 5000, Activation.Relu, 2, Activation.Identity)]
public partial class DenseTallNet;

/// <summary><see cref="DenseTallNet"/> with zero inputs skipped.</summary>
[Network(41, 5000, Activation.Relu, 2, Activation.Identity, SparseInputs = true)]
public partial class SparseTallNet;
