namespace Backprop.Probe.Combinations;

/// <summary>Labels, or targets of several columns.</summary>
[Network(12, 33, Activation.Tanh, 17, Activation.Relu, 5, Activation.Softmax)]
internal sealed partial class SoftmaxNet;

/// <summary><see cref="SoftmaxNet"/> with dropout.</summary>
[Network(12, 33, Activation.Tanh, 17, Activation.Relu, 5, Activation.Softmax, Dropout = 0.3)]
internal sealed partial class DroppedSoftmaxNet;

/// <summary>Labels of two classes, which become targets of 0 and 1.</summary>
[Network(9, 40, Activation.Relu, 1, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class SigmoidNet;

/// <summary><see cref="SigmoidNet"/> with dropout.</summary>
[Network(9, 40, Activation.Relu, 1, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy, Dropout = 0.3)]
internal sealed partial class DroppedSigmoidNet;

/// <summary>Sums over the rows, and outputs that tell no class.</summary>
[Network(7, 32, Activation.Gelu, 3, Activation.Identity, Loss = Loss.Huber, Reduction = Reduction.Sum)]
internal sealed partial class RegressionNet;

/// <summary><see cref="RegressionNet"/> with dropout.</summary>
[Network(7, 32, Activation.Gelu, 3, Activation.Identity, Loss = Loss.Huber, Reduction = Reduction.Sum, Dropout = 0.3)]
internal sealed partial class DroppedRegressionNet;

/// <summary>Skips zero inputs.</summary>
[Network(60, 24, Activation.Relu, 4, Activation.Sigmoid, SparseInputs = true)]
internal sealed partial class SparseNet;

/// <summary><see cref="SparseNet"/> with dropout.</summary>
[Network(60, 24, Activation.Relu, 4, Activation.Sigmoid, SparseInputs = true, Dropout = 0.3)]
internal sealed partial class DroppedSparseNet;

/// <summary>Trained in registers, one row at a time.</summary>
[Network(3, 4, Activation.Tanh, 2, Activation.Sigmoid)]
internal sealed partial class TinyNet;

/// <summary><see cref="TinyNet"/> with dropout, for which there is no way in registers.</summary>
[Network(3, 4, Activation.Tanh, 2, Activation.Sigmoid, Dropout = 0.3)]
internal sealed partial class DroppedTinyNet;
