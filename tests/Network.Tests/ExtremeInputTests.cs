using System;
using System.Linq;
using Backprop.Reference;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Far out, where the obvious spelling of a formula overflows.</summary>
public sealed partial class ExtremeInputTests
{
    [Network(1, 2, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy, Bias = false)]
    private sealed partial class BinaryNet;

    [Network(1, 3, Activation.Softmax, Bias = false)]
    private sealed partial class ClassNet;

    [Theory]
    [InlineData(1e4f, 1f)]
    [InlineData(1e4f, 0f)]
    [InlineData(1e4f, 0.25f)]
    [InlineData(-1e4f, 1f)]
    [InlineData(-1e4f, 0f)]
    [InlineData(-1e4f, 0.25f)]
    [InlineData(100f, 0f)]
    [InlineData(-100f, 1f)]
    public void BinaryCrossEntropyIsFiniteAndRight(float z, float target)
    {
        Subject subject = Subject.Of(typeof(BinaryNet));
        subject.Network.LoadParameters([z, -z]);

        subject.AgreesWithItsOracle([1, 1, 1], [target, target, 0.5f, target, 1 - target, target]);
        Assert.All(subject.Gradients, gradient => Assert.True(float.IsFinite(gradient)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void CrossEntropyIsFiniteAndRight(int label)
    {
        Subject subject = Subject.Of(typeof(ClassNet));
        subject.Network.LoadParameters([1e4f, 0, -1e4f]);
        double[] w = [1e4, 0, -1e4];
        double[] y = Precision.ToDouble(Samples.OneOfN([label, label], 3));

        subject.AgreesWithItsOracle([1, -1], Samples.OneOfN([label, label], 3));
        Closeness.Within(1e-6, subject.Oracle.Cost(w, [1, -1], y), subject.Network.Cost([1, -1], [label, label]), "cost by labels");
        Assert.All(subject.Gradients, gradient => Assert.True(float.IsFinite(gradient)));
    }

    [Fact]
    public void CrossEntropyHoldsForTargetsThatDoNotSumToOne()
    {
        Subject subject = Subject.Randomized(typeof(SoftmaxNet), 1);

        subject.AgreesWithItsOracle(subject.Inputs(2, 9), Samples.Uniform(3, 45, 0, 3));
    }

    [Theory]
    [InlineData(typeof(DigitNet))]
    [InlineData(typeof(SoftmaxNet))]
    [InlineData(typeof(TanhNet))]
    [InlineData(typeof(SmallNet))]
    public void LargeInputsGiveFiniteOutputsAndGradients(Type network)
    {
        Subject subject = Subject.Randomized(network, 4);
        float[] inputs = subject.Inputs(5, 9).Select(x => x * 1e4f).ToArray();

        Assert.All(subject.Forward(inputs), output => Assert.True(float.IsFinite(output)));
        Assert.True(float.IsFinite(subject.Network.Backward(inputs, subject.Targets(6, 9))));
        Assert.All(subject.Gradients, gradient => Assert.True(float.IsFinite(gradient)));
    }
}
