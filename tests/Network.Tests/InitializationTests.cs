using System;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Where training starts.</summary>
public sealed class InitializationTests
{
    public static TheoryData<Type> Networks => new(typeof(DigitNet), typeof(SoftmaxNet), typeof(TanhNet), typeof(NoBiasNet), typeof(OddNet));

    [Theory]
    [MemberData(nameof(Networks))]
    public void TheConstructorWithoutASeedIsSeedZero(Type network)
    {
        Subject zero = Subject.Of((INetwork)Activator.CreateInstance(network, 0ul)!);

        Bits.Same(zero.Parameters, Subject.Of(network).Parameters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void SeedsDiffer(Type network)
    {
        Subject one = Subject.Of((INetwork)Activator.CreateInstance(network, 1ul)!);
        Subject two = Subject.Of((INetwork)Activator.CreateInstance(network, 2ul)!);

        Assert.NotEqual(Bits.Of(one.Parameters), Bits.Of(two.Parameters));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void InitializeIsWhatTheConstructorDid(Type network)
    {
        Subject fresh = Subject.Of((INetwork)Activator.CreateInstance(network, ulong.MaxValue)!);
        Subject used = Subject.Randomized(network, 1);
        used.Network.Train(used.Inputs(2, 3), used.Targets(3, 3), new Sgd(0.1f));

        used.Network.Initialize(ulong.MaxValue);

        Bits.Same(fresh.Network.Parameters, used.Network.Parameters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void GradientsStartAtZero(Type network) =>
        Assert.All(Subject.Of(network).Network.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));

    [Theory]
    [MemberData(nameof(Networks))]
    public void WeightsFillTheRangeOfTheirLayerAndBiasesAreZero(Type network)
    {
        Subject subject = Subject.Of(network);
        for (int l = 1; l <= subject.Topology.LayerCount; l++)
        {
            int inputs = subject.Topology.Sizes[l - 1];
            int neurons = subject.Topology.Sizes[l];
            double limit = Math.Sqrt(6.0 / (IsReluFamily(subject.Topology.Activations[l - 1]) ? inputs : inputs + neurons));

            double[] weights = (from i in Enumerable.Range(0, neurons) from j in Enumerable.Range(0, inputs) select (double)subject.Network.Weight(l, i, j)).ToArray();

            Assert.All(weights, weight => Assert.InRange(weight, -limit * 1.000001, limit * 1.000001));

            // The extremes of n uniform numbers lie within a few times (range / n) of the ends, and their mean within a few σ / √n of 0.
            double slack = Math.Min(1, 20.0 / weights.Length) * limit;
            Assert.True(weights.Max() > limit - (2 * slack), $"layer {l}: the largest weight is {weights.Max()} of {limit}");
            Assert.True(weights.Min() < -limit + (2 * slack), $"layer {l}: the smallest weight is {weights.Min()} of {-limit}");
            Assert.InRange(weights.Average(), -3 * limit / Math.Sqrt(weights.Length), 3 * limit / Math.Sqrt(weights.Length));
            Assert.True(weights.Distinct().Count() > weights.Length * 0.99);

            for (int i = 0; subject.Topology.Bias && i < neurons; i++)
            {
                Assert.Equal(0, subject.Network.Bias(l, i));
            }
        }
    }

    private static bool IsReluFamily(Activation activation) => activation
        is Activation.Relu or Activation.LeakyRelu or Activation.Elu or Activation.Selu or Activation.Gelu or Activation.Silu or Activation.Softplus;
}
