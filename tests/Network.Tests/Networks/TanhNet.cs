namespace Backprop.Network.Tests;

/// <summary>Of the fixture <c>tanh_4_32_16_4</c>.</summary>
[Network(4, 32, 16, Activation.Tanh, 4, Activation.Identity, Loss = Loss.HalfSquaredError, Reduction = Reduction.Sum)]
public partial class TanhNet;
