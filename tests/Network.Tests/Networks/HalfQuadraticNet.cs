namespace Backprop.Network.Tests;

/// <summary>Of the fixture <c>half_quadratic_5_7_6_3</c>.</summary>
[Network(5, 7, 6, Activation.Sigmoid, 3, Activation.Identity, Loss = Loss.HalfSquaredError, Reduction = Reduction.Sum)]
public partial class HalfQuadraticNet;
