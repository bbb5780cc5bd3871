namespace Backprop.Probe;

/// <summary>Several blocks of inputs, several vectors of outputs at every width; large enough for several threads.</summary>
[Network(200, 96, 10, Activation.Sigmoid)]
internal sealed partial class Dense;

/// <summary>Skips zero inputs, and is trained on inputs of which four in five are zero.</summary>
[Network(120, 24, Activation.Relu, 6, Activation.Sigmoid, SparseInputs = true)]
internal sealed partial class Sparse;

/// <summary>Narrower than any vector.</summary>
[Network(2, 3, Activation.Tanh, 1, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class Tiny;

/// <summary>Nine elementwise activations, odd sizes.</summary>
[Network(
    9,
    17, Activation.Relu,
    33, Activation.Gelu,
    5, Activation.Silu,
    31, Activation.Elu,
    8, Activation.Selu,
    16, Activation.Softplus,
    7, Activation.Softsign,
    12, Activation.LeakyRelu,
    3, Activation.Identity,
    Loss = Loss.Huber)]
internal sealed partial class Deep;

/// <summary>Sums across lanes.</summary>
[Network(30, 64, Activation.Relu, 21, Activation.Softmax)]
internal sealed partial class SoftmaxClassifier;

/// <summary>Softmax under another loss than cross-entropy: sums of its Jacobian.</summary>
[Network(6, 10, Activation.Tanh, 19, Activation.Softmax, Loss = Loss.MeanSquaredError, Reduction = Reduction.Sum)]
internal sealed partial class Mixture;

/// <summary>Without biases.</summary>
[Network(15, 130, Activation.Tanh, 4, Activation.Sigmoid, Bias = false)]
internal sealed partial class NoBias;

/// <summary>Drops outputs of hidden layers whose derivatives come from <c>a</c>, and from <c>z</c>; of several vectors, and of less than one.</summary>
[Network(40, 50, Activation.Tanh, 7, Activation.Gelu, 33, Activation.Relu, 4, Activation.Sigmoid, Dropout = 0.3)]
internal sealed partial class Dropped;

/// <summary>For the allocations.</summary>
[Network(6, 5, Activation.Tanh, 4, Activation.Softmax)]
internal sealed partial class Small;

/// <summary>For the allocations of training with dropout.</summary>
[Network(6, 5, Activation.Tanh, 4, Activation.Softmax, Dropout = 0.5)]
internal sealed partial class SmallDropped;
