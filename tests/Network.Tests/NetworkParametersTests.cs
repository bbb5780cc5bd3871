using System;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Copies, averages, mutations and children, on the storage of networks with and without biases and padding.</summary>
public sealed class NetworkParametersTests
{
    public static TheoryData<Type> Networks => new(typeof(SmallNet), typeof(NoBiasNet), typeof(OddNet), typeof(DigitNet), typeof(OneNet));

    [Theory]
    [MemberData(nameof(Networks))]
    public void ACopyHasTheSameBitsAndItsOwnMemory(Type network)
    {
        Subject source = Subject.Randomized(network, 1);
        Subject copy = Subject.Of(network);

        copy.Network.CopyFrom(source.Network);
        Bits.Same(source.Network.Parameters, copy.Network.Parameters);

        float[] expected = source.Parameters;
        copy.Network.Parameters.Clear();
        Bits.Same(expected, source.Parameters);
    }

    [Fact]
    public void NetworksOfTwoClassesWithTheSameLayersGoTogether()
    {
        Subject dense = Subject.Randomized(typeof(DigitNet), 1);
        var sparse = new SparseDigitNet();

        sparse.CopyFrom(dense.Network);

        Bits.Same(dense.Parameters, Subject.Of(sparse).Parameters);
    }

    [Fact]
    public void OtherLayersAreRejected()
    {
        var small = new SmallNet();
        float[] before = small.Parameters.ToArray();
        const string Message = "expected the layers of SmallNet (3 → 5 → 2, 64 floats), got NoBiasNet (4 → 5 without biases → 2 without biases, 64 floats)";

        Assert.StartsWith("source: " + Message, Assert.Throws<ArgumentException>("source", () => small.CopyFrom(new NoBiasNet())).Message);
        Assert.StartsWith("target: " + Message, Assert.Throws<ArgumentException>("target", () => small.Lerp(new NoBiasNet(), 0.5f)).Message);
        Assert.StartsWith("a: " + Message, Assert.Throws<ArgumentException>("a", () => small.CrossOver(new NoBiasNet(), small, new RandomSource(1))).Message);
        Assert.StartsWith("b: " + Message, Assert.Throws<ArgumentException>("b", () => small.CrossOver(small, new NoBiasNet(), new RandomSource(1))).Message);
        Assert.Throws<ArgumentNullException>("source", () => small.CopyFrom(null!));
        Assert.Throws<ArgumentNullException>("target", () => small.Lerp(null!, 0.5f));
        Assert.Throws<ArgumentNullException>("random", () => small.Mutate(null!, 0.5f, 1f));
        Assert.Throws<ArgumentNullException>("random", () => small.CrossOver(small, small, null!));
        Assert.Throws<ArgumentNullException>("network", () => NetworkParameters.CopyFrom(null!, small));
        Assert.Throws<ArgumentNullException>("network", () => NetworkParameters.Mutate(null!, new RandomSource(1), 0.5f, 1f));
        Bits.Same(before, small.Parameters);
    }

    [Theory]
    [InlineData(-0.001f)]
    [InlineData(1.001f)]
    [InlineData(float.NaN)]
    public void NumbersOutOfTheirRangeAreRejected(float value)
    {
        var small = new SmallNet();
        float[] before = small.Parameters.ToArray();

        Assert.StartsWith("tau: expected 0 … 1, got ", Assert.Throws<ArgumentOutOfRangeException>("tau", () => small.Lerp(new SmallNet(1), value)).Message);
        Assert.StartsWith("rate: expected 0 … 1, got ", Assert.Throws<ArgumentOutOfRangeException>("rate", () => small.Mutate(new RandomSource(1), value, 1f)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("sigma", () => small.Mutate(new RandomSource(1), 1f, -1f));
        Assert.Throws<ArgumentOutOfRangeException>("sigma", () => small.Mutate(new RandomSource(1), 1f, float.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>("unit", () => small.CrossOver(small, small, new RandomSource(1), (CrossOverUnit)2));
        Bits.Same(before, small.Parameters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void LerpIsTheWeightedMean(Type network)
    {
        Subject slow = Subject.Randomized(network, 1);
        Subject target = Subject.Randomized(network, 2);
        foreach (float tau in new[] { 0.001f, 0.3f, 0.5f, 0.999f })
        {
            float[] before = slow.Parameters;
            float[] towards = target.Parameters;

            slow.Network.Lerp(target.Network, tau);

            Bits.Same(towards, target.Parameters);
            float[] after = slow.Parameters;
            for (int i = 0; i < after.Length; i++)
            {
                double expected = ((1.0 - tau) * before[i]) + ((double)tau * towards[i]);

                // Two roundings, or four where nothing fuses a product with a sum, of half a bit each.
                Assert.Equal(expected, after[i], Math.Max(Math.Abs(before[i]), Math.Abs(towards[i])) / (1 << 22));
            }

            PaddingIsZero(slow);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void LerpIsExactAtBothEnds(Type network)
    {
        Subject slow = Subject.Randomized(network, 1);
        Subject target = Subject.Randomized(network, 2);
        float[] before = slow.Parameters;

        slow.Network.Lerp(target.Network, 0f);
        Bits.Same(before, slow.Parameters);

        slow.Network.Lerp(target.Network, 1f);
        Bits.Same(target.Parameters, slow.Parameters);
    }

    /// <summary>Near the end a step is less than half of the last bit: it stays within 2⁻²⁴ / τ of the target, relatively.</summary>
    [Fact]
    public void LerpEndsNearTheTarget()
    {
        const float Tau = 0.003f;
        var slow = new OneNet();
        var target = new OneNet();
        slow.Weight(1, 0, 0) = 0f;
        target.Weight(1, 0, 0) = 1.2345678f;
        double expected = 0;
        for (int step = 0; step < 5000; step++)
        {
            slow.Lerp(target, Tau);
            expected += Tau * (1.2345678f - expected);
        }

        Assert.Equal(expected, slow.Weight(1, 0, 0), 2 * 1.2345678 / (1 << 24) / Tau);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void AMutationOfEveryParameterAddsTheNoiseInCanonicalOrderOfNeurons(Type network)
    {
        Subject subject = Subject.Randomized(network, 1);
        float[] before = subject.Parameters;
        var random = new RandomSource(7);

        subject.Network.Mutate(new RandomSource(7), 1f, 0.25f);

        // Neuron by neuron, its weights and then its bias.
        for (int l = 1, start = 0; l <= subject.Topology.LayerCount; l++)
        {
            int inputs = subject.Topology.Sizes[l - 1];
            int neurons = subject.Topology.Sizes[l];
            for (int i = 0; i < neurons; i++)
            {
                for (int j = 0; j < inputs; j++)
                {
                    _ = random.NextUInt64();
                    Assert.Equal(before[start + (i * inputs) + j] + (0.25f * random.NextNormal()), subject.Network.Weight(l, i, j));
                }

                if (subject.Topology.Bias)
                {
                    _ = random.NextUInt64();
                    Assert.Equal(before[start + (neurons * inputs) + i] + (0.25f * random.NextNormal()), subject.Network.Bias(l, i));
                }
            }

            start += neurons * (inputs + (subject.Topology.Bias ? 1 : 0));
        }

        PaddingIsZero(subject);
    }

    [Fact]
    public void AMutationHasTheRateAndTheDeviationThatWereAskedFor()
    {
        var network = new DigitNet();
        float[] before = Subject.Of(network).Parameters;

        network.Mutate(new RandomSource(3), 0.2f, 0.1f);

        double[] noise = Subject.Of(network).Parameters.Zip(before, (after, earlier) => (double)after - earlier).Where(d => d != 0).ToArray();
        double share = (double)noise.Length / before.Length;

        // Five standard errors: of a share of 12,730, and of the mean and the variance of some 2,546 normal values.
        Assert.InRange(share, 0.2 - (5 * 0.4 / Math.Sqrt(before.Length)), 0.2 + (5 * 0.4 / Math.Sqrt(before.Length)));
        Assert.InRange(noise.Average(), -5 * 0.1 / Math.Sqrt(noise.Length), 5 * 0.1 / Math.Sqrt(noise.Length));
        Assert.InRange(noise.Average(d => d * d) / 0.01, 1 - (5 * Math.Sqrt(2.0 / noise.Length)), 1 + (5 * Math.Sqrt(2.0 / noise.Length)));
    }

    [Fact]
    public void AMutationOfRateOrDeviationZeroChangesNothing()
    {
        Subject subject = Subject.Randomized(typeof(OddNet), 1);
        float[] before = subject.Parameters;

        subject.Network.Mutate(new RandomSource(1), 0f, 1f);
        subject.Network.Mutate(new RandomSource(1), 1f, 0f);

        Bits.Same(before, subject.Parameters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void AChildHasEachParameterOfOneOfItsParents(Type network)
    {
        Subject a = Subject.Randomized(network, 1);
        Subject b = Subject.Randomized(network, 2);
        Subject child = Subject.Of(network);

        child.Network.CrossOver(a.Network, b.Network, new RandomSource(5));

        float[] left = a.Parameters;
        float[] right = b.Parameters;
        float[] mixed = child.Parameters;
        int fromA = 0;
        for (int i = 0; i < mixed.Length; i++)
        {
            Assert.True(mixed[i] == left[i] || mixed[i] == right[i]);
            fromA += mixed[i] == left[i] ? 1 : 0;
        }

        double slack = 5 * 0.5 * Math.Sqrt(mixed.Length);
        Assert.InRange(fromA, (mixed.Length / 2.0) - slack, (mixed.Length / 2.0) + slack);
        PaddingIsZero(child);
    }

    [Fact]
    public void AChildByNeuronsHasWholeNeurons()
    {
        Subject a = Subject.Randomized(typeof(DigitNet), 1);
        Subject b = Subject.Randomized(typeof(DigitNet), 2);
        var child = new DigitNet();

        child.CrossOver(a.Network, b.Network, new RandomSource(5), CrossOverUnit.Neuron);

        bool[] isFromA = new bool[16];
        for (int i = 0; i < 16; i++)
        {
            isFromA[i] = child.Bias(1, i) == a.Network.Bias(1, i);
            INetwork parent = isFromA[i] ? a.Network : b.Network;
            Assert.All(Enumerable.Range(0, 784), j => Assert.Equal(parent.Weight(1, i, j), child.Weight(1, i, j)));
            Assert.Equal(parent.Bias(1, i), child.Bias(1, i));
        }

        Assert.Contains(true, isFromA);
        Assert.Contains(false, isFromA);
    }

    [Fact]
    public void AChildMayReplaceAParent()
    {
        Subject a = Subject.Randomized(typeof(OddNet), 1);
        Subject b = Subject.Randomized(typeof(OddNet), 2);
        Subject child = Subject.Of(typeof(OddNet));
        child.Network.CrossOver(a.Network, b.Network, new RandomSource(5));

        a.Network.CrossOver(a.Network, b.Network, new RandomSource(5));

        Bits.Same(child.Network.Parameters, a.Network.Parameters);
    }

    // All floats of the storage that are no parameter: loading the parameters again would make them zero, so nothing may change.
    private static void PaddingIsZero(Subject subject)
    {
        float[] storage = subject.Network.Parameters.ToArray();
        subject.Network.LoadParameters(subject.Parameters);
        Bits.Same(subject.Network.Parameters, storage);
    }
}
