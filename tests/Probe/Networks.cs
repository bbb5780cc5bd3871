namespace Backprop.Probe;

/// <summary>Wide and shallow: several blocks of inputs, vectors of every width.</summary>
[Network(100, 20, 7, Activation.Sigmoid)]
internal sealed partial class Dense;

/// <summary>Narrower than any vector.</summary>
[Network(2, 3, Activation.Tanh, 1, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class Tiny;

/// <summary>Every elementwise activation in turn, odd sizes.</summary>
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

/// <summary>Labels, and sums across lanes.</summary>
[Network(30, 64, Activation.Relu, 21, Activation.Softmax)]
internal sealed partial class Classifier;

/// <summary>Sums of the softmax Jacobian.</summary>
[Network(6, 10, Activation.Tanh, 19, Activation.Softmax, Loss = Loss.MeanSquaredError, Reduction = Reduction.Sum)]
internal sealed partial class Mixture;

/// <summary>Without biases.</summary>
[Network(15, 130, Activation.Tanh, 4, Activation.Sigmoid, Bias = false)]
internal sealed partial class NoBias;

/// <summary>For the allocations.</summary>
[Network(6, 5, Activation.Tanh, 4, Activation.Softmax)]
internal sealed partial class Small;
