namespace Backprop.Network.Tests;

/// <summary>Derivatives from <c>a</c> and from <c>z</c>, layers of odd width and narrower than a vector.</summary>
[Network(20, 33, Activation.Tanh, 17, Activation.Gelu, 7, Activation.Selu, 5, Activation.Softmax, Dropout = DropoutNet.Rate)]
public sealed partial class DropoutNet
{
    /// <summary>What it drops.</summary>
    public const float Rate = 0.3f;
}

/// <summary><see cref="DropoutNet"/> without dropout.</summary>
[Network(20, 33, Activation.Tanh, 17, Activation.Gelu, 7, Activation.Selu, 5, Activation.Softmax)]
public sealed partial class DroplessNet;

/// <summary>So small that it would stay in registers without dropout.</summary>
[Network(2, 3, Activation.Sigmoid, 1, Activation.Sigmoid, Dropout = 0.5)]
public sealed partial class TinyDropoutNet;

/// <summary>Zero inputs are skipped, and several strips of parameters.</summary>
[Network(300, 130, Activation.Relu, 64, Activation.Silu, 3, Activation.Identity, SparseInputs = true, Bias = false, Reduction = Reduction.Sum, Dropout = 0.2)]
public sealed partial class SparseDropoutNet;
