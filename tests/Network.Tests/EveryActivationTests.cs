using System;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Each activation in a hidden layer and in the output, and each loss, against the oracle.</summary>
public sealed partial class EveryActivationTests
{
    [Network(5, 9, 3, Activation.Identity, Loss = Loss.Huber)]
    private sealed partial class IdentityNet;

    [Network(5, 9, 3, Activation.Sigmoid, Loss = Loss.MeanSquaredError)]
    private sealed partial class SigmoidNet;

    [Network(5, 9, 3, Activation.Tanh, Loss = Loss.HalfSquaredError)]
    private sealed partial class TanhOutputNet;

    [Network(5, 9, 3, Activation.Relu, Loss = Loss.Huber)]
    private sealed partial class ReluNet;

    [Network(5, 9, 3, Activation.LeakyRelu)]
    private sealed partial class LeakyReluNet;

    [Network(5, 9, 3, Activation.Elu, Reduction = Reduction.Sum)]
    private sealed partial class EluNet;

    [Network(5, 9, 3, Activation.Selu)]
    private sealed partial class SeluNet;

    [Network(5, 9, 3, Activation.Gelu, Loss = Loss.MeanSquaredError)]
    private sealed partial class GeluNet;

    [Network(5, 9, 3, Activation.Silu)]
    private sealed partial class SiluNet;

    [Network(5, 9, 3, Activation.Softplus, Loss = Loss.HalfSquaredError)]
    private sealed partial class SoftplusNet;

    [Network(5, 9, 3, Activation.Softsign, Bias = false)]
    private sealed partial class SoftsignNet;

    [Network(5, 9, Activation.Gelu, 3, Activation.Softmax, Loss = Loss.SquaredError)]
    private sealed partial class SoftmaxSquaredNet;

    [Network(5, 9, Activation.Silu, 3, Activation.Softmax, Loss = Loss.Huber)]
    private sealed partial class SoftmaxHuberNet;

    [Network(5, 9, Activation.Selu, 3, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy, Reduction = Reduction.Sum)]
    private sealed partial class BinaryNet;

    public static TheoryData<Type> Networks => new(
        typeof(IdentityNet),
        typeof(SigmoidNet),
        typeof(TanhOutputNet),
        typeof(ReluNet),
        typeof(LeakyReluNet),
        typeof(EluNet),
        typeof(SeluNet),
        typeof(GeluNet),
        typeof(SiluNet),
        typeof(SoftplusNet),
        typeof(SoftsignNet),
        typeof(SoftmaxSquaredNet),
        typeof(SoftmaxHuberNet),
        typeof(BinaryNet));

    [Theory]
    [MemberData(nameof(Networks))]
    public void AgreesWithItsOracle(Type network)
    {
        Subject subject = Subject.Randomized(network, 1);
        foreach (int rows in new[] { 1, 2, 7, 16, 33 })
        {
            subject.AgreesWithItsOracle(subject.Inputs(rows, rows), subject.Targets(100 + rows, rows));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void AgreesWithItsOracleWhereTheActivationsBend(Type network)
    {
        Subject subject = Subject.Randomized(network, 2);
        float[] inputs = Samples.Uniform(3, 25 * 5, -12, 12);

        subject.AgreesWithItsOracle(inputs, subject.Targets(4, 25));
    }
}
