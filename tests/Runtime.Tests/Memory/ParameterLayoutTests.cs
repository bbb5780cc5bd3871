using System;
using System.Linq;
using Backprop.Memory;
using Xunit;

namespace Backprop.Runtime.Tests.Memory;

public sealed class ParameterLayoutTests
{
    // 5-3-2-4 with padding, a gap between the layers, a layer without biases, and strips that do not divide the inputs.
    private static readonly ParameterLayout Odd = new(
        200,
        new LayerLayout(5, 3, 16, 0, 80, Activation.Relu, 2),
        new LayerLayout(3, 2, 7, 100, -1, Activation.Tanh, 3),
        new LayerLayout(2, 4, 5, 121, 131, Activation.Softmax, 1));

    [Fact]
    public void CountsWeightsAndBiasesWithoutPadding()
    {
        Assert.Equal((5 * 3) + 3 + (3 * 2) + (2 * 4) + 4, Odd.ParameterCount);
        Assert.Equal(200, Odd.Length);
        Assert.Equal(3, Odd.Layers.Length);
        Assert.Equal(12730, Simple(784, 16, 10, 16).ParameterCount);
    }

    [Fact]
    public void StripsAreRowsOfWeightsAndTheBiasesBehindThem()
    {
        Strip[] expected = [new(0, 32, 32), new(32, 32, 32), new(64, 32, 16), new(100, 21, 21), new(121, 5, 5), new(126, 10, 5)];
        Assert.Equal(expected, Odd.Strips.ToArray());
        Assert.Equal(32, Odd.LongestStrip);
    }

    [Fact]
    public void CopiesTheArrayOfLayers()
    {
        LayerLayout[] layers = [new(1, 1, 1, 0, 1, Activation.Identity, 1)];
        var layout = new ParameterLayout(2, layers);
        layers[0] = default;
        Assert.Equal(1, layout.Layers[0].Neurons);
    }

    [Fact]
    public void CanonicalOrderIsLayersThenNeuronsThenInputsThenBiases()
    {
        float[] storage = [.. Enumerable.Range(1, Odd.Length).Select(i => (float)i)];
        float[] canonical = new float[Odd.ParameterCount];
        Odd.CopyToCanonical(storage, canonical);

        int next = 0;
        for (int l = 1; l <= 3; l++)
        {
            LayerLayout layer = Odd.Layers[l - 1];
            for (int i = 0; i < layer.Neurons; i++)
            {
                for (int j = 0; j < layer.Inputs; j++)
                {
                    int index = layer.WeightOffset + (j * layer.Stride) + i;
                    Assert.Equal(index, Odd.WeightIndex(l, i, j));
                    Assert.Equal(storage[index], canonical[next++]);
                }
            }

            for (int i = 0; layer.HasBias && i < layer.Neurons; i++)
            {
                Assert.Equal(layer.BiasOffset + i, Odd.BiasIndex(l, i));
                Assert.Equal(storage[layer.BiasOffset + i], canonical[next++]);
            }
        }

        Assert.Equal(canonical.Length, next);
    }

    [Fact]
    public void ThereAndBackGivesTheSameAndZeroesThePadding()
    {
        float[] canonical = [.. Enumerable.Range(1, Odd.ParameterCount).Select(i => (float)i)];
        float[] storage = new float[Odd.Length];
        Array.Fill(storage, float.NaN);
        Odd.CopyFromCanonical(canonical, storage);
        float[] back = new float[Odd.ParameterCount];
        Odd.CopyToCanonical(storage, back);

        Assert.Equal(canonical, back);
        Assert.Equal(Odd.Length - Odd.ParameterCount, storage.Count(value => value == 0f));
    }

    [Theory]
    [InlineData(784, 16, 10)]
    [InlineData(1, 1, 1)]
    [InlineData(33, 17, 5)]
    public void TheBitsOfInitialisationDependOnTheSeedAndNotOnTheStride(int inputs, int hidden, int outputs)
    {
        ParameterLayout padded = Simple(inputs, hidden, outputs, 32);
        ParameterLayout tight = Simple(inputs, hidden, outputs, 1);
        float[] expected = Initialized(padded, 7);

        Assert.Equal(expected, Initialized(padded, 7));
        Assert.Equal(expected, Initialized(tight, 7));
        Assert.NotEqual(expected, Initialized(padded, 8));
    }

    [Fact]
    public void TheFirstWeightsOfSeedZeroAreTheseBits()
    {
        // Whoever changes these breaks every published seed.
        var random = new Xoshiro256(0);
        float limit = (float)Math.Sqrt(6.0 / 800);
        float[] expected = new float[4];
        for (int i = 0; i < 4; i++)
        {
            expected[i] = (float)(-limit + (2.0 * limit * ((random.NextUInt64() >> 40) / 16777216.0)));
        }

        Assert.Equal(expected, Initialized(Simple(784, 16, 10, 16), 0)[..4]);
    }

    [Theory]
    [InlineData(Activation.Identity, false)]
    [InlineData(Activation.Sigmoid, false)]
    [InlineData(Activation.Tanh, false)]
    [InlineData(Activation.Softsign, false)]
    [InlineData(Activation.Softmax, false)]
    [InlineData(Activation.Relu, true)]
    [InlineData(Activation.LeakyRelu, true)]
    [InlineData(Activation.Elu, true)]
    [InlineData(Activation.Selu, true)]
    [InlineData(Activation.Gelu, true)]
    [InlineData(Activation.Silu, true)]
    [InlineData(Activation.Softplus, true)]
    public void WeightsAreUniformInTheActivationsRangeAndBiasesAndPaddingAreZero(Activation activation, bool he)
    {
        const int Inputs = 300;
        const int Neurons = 50;
        var layout = new ParameterLayout((Inputs + 1) * 64, new LayerLayout(Inputs, Neurons, 64, 0, Inputs * 64, activation, Inputs));
        float[] storage = new float[layout.Length];
        Array.Fill(storage, float.NaN);
        layout.Initialize(storage, 1);

        float[] canonical = new float[layout.ParameterCount];
        layout.CopyToCanonical(storage, canonical);
        float[] weights = canonical[..(Inputs * Neurons)];
        float limit = (float)Math.Sqrt(he ? 6.0 / Inputs : 6.0 / (Inputs + Neurons));
        double mean = weights.Average(w => (double)w);
        double variance = weights.Average(w => (double)w * w);

        Assert.All(weights, w => Assert.InRange(w, -limit, limit));
        Assert.All(canonical[(Inputs * Neurons)..], b => Assert.Equal(0f, b));
        Assert.Equal(0f, storage.Sum(Math.Abs) - weights.Sum(Math.Abs), limit);
        Assert.Equal(layout.Length - weights.Length, storage.Count(value => value == 0f));

        // Five standard errors of the mean and of the second moment of a uniform distribution.
        Assert.InRange(mean, -5 * limit / Math.Sqrt(3.0 * weights.Length), 5 * limit / Math.Sqrt(3.0 * weights.Length));
        double relative = 5 * Math.Sqrt(0.8 / weights.Length);
        Assert.InRange(variance / (limit * limit / 3.0), 1 - relative, 1 + relative);
        Assert.True(weights.Max() > 0.99f * limit && weights.Min() < -0.99f * limit);
    }

    [Theory]
    [InlineData(Initializer.GlorotUniform, 2.0 / 350, false)]
    [InlineData(Initializer.GlorotNormal, 2.0 / 350, true)]
    [InlineData(Initializer.HeUniform, 2.0 / 300, false)]
    [InlineData(Initializer.HeNormal, 2.0 / 300, true)]
    [InlineData(Initializer.LeCunUniform, 1.0 / 300, false)]
    [InlineData(Initializer.LeCunNormal, 1.0 / 300, true)]
    public void AnInitializerHasTheMomentsOfItsDistribution(Initializer initializer, double variance, bool isNormal)
    {
        const int Inputs = 300;
        const int Neurons = 50;
        var layout = new ParameterLayout((Inputs + 1) * 64, new LayerLayout(Inputs, Neurons, 64, 0, Inputs * 64, Activation.Tanh, Inputs)) { Initializer = initializer };
        float[] storage = new float[layout.Length];
        Array.Fill(storage, float.NaN);
        layout.Initialize(storage, 1);
        float[] canonical = new float[layout.ParameterCount];
        layout.CopyToCanonical(storage, canonical);
        double[] scaled = canonical[..(Inputs * Neurons)].Select(w => w / Math.Sqrt(variance)).ToArray();

        Assert.All(canonical[(Inputs * Neurons)..], b => Assert.Equal(0f, b));
        Assert.Equal(layout.Length - scaled.Length, storage.Count(value => value == 0f));

        // Of variance 1: uniform in ±√3 with fourth moment 9/5; normal, cut off at 2 deviations before widening, by numeric integration of
        // its density: bound 2.2737, fourth moment 2.3655. Five standard errors each.
        double bound = isNormal ? 2.2737 : Math.Sqrt(3);
        double fourth = isNormal ? 2.3655 : 1.8;
        Assert.All(scaled, w => Assert.InRange(Math.Abs(w), 0, bound));
        Assert.True(scaled.Max() > 0.98 * bound && scaled.Min() < -0.98 * bound);
        Assert.InRange(scaled.Average(), -5 / Math.Sqrt(scaled.Length), 5 / Math.Sqrt(scaled.Length));
        double slack = 5 * Math.Sqrt((fourth - 1) / scaled.Length);
        Assert.InRange(scaled.Average(w => w * w), 1 - slack, 1 + slack);
        Assert.InRange(scaled.Average(w => w * w * w * w), fourth * 0.93, fourth * 1.07);
    }

    [Fact]
    public void TheDefaultIsTheInitializerThatFitsTheActivation()
    {
        Assert.Equal(Weights(Activation.Relu, Initializer.HeUniform), Weights(Activation.Relu, Initializer.Default));
        Assert.Equal(Weights(Activation.Tanh, Initializer.GlorotUniform), Weights(Activation.Tanh, Initializer.Default));
        Assert.Equal(new float[18], Weights(Activation.Tanh, Initializer.Zeros));

        static float[] Weights(Activation activation, Initializer initializer)
            => Initialized(new ParameterLayout(96, new LayerLayout(5, 3, 16, 0, 80, activation, 5)) { Initializer = initializer }, 3);
    }

    [Theory]
    [InlineData(0, 0, 0, "layer", "layer: expected 1 … 3, got 0")]
    [InlineData(4, 0, 0, "layer", "layer: expected 1 … 3, got 4")]
    [InlineData(int.MinValue, 0, 0, "layer", "layer: expected 1 … 3, got -2147483648")]
    [InlineData(1, -1, 0, "neuron", "neuron: expected 0 … 2, got -1")]
    [InlineData(2, 2, 0, "neuron", "neuron: expected 0 … 1, got 2")]
    [InlineData(1, 0, 5, "input", "input: expected 0 … 4, got 5")]
    [InlineData(3, 3, -1, "input", "input: expected 0 … 1, got -1")]
    public void AWeightIndexOutOfRangeSaysWhich(int layer, int neuron, int input, string name, string message)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(name, () => Odd.WeightIndex(layer, neuron, input));
        Assert.StartsWith(message, error.Message);
    }

    [Theory]
    [InlineData(0, 0, "layer", "layer: expected 1 … 3, got 0")]
    [InlineData(4, 0, "layer", "layer: expected 1 … 3, got 4")]
    [InlineData(1, 3, "neuron", "neuron: expected 0 … 2, got 3")]
    [InlineData(3, -1, "neuron", "neuron: expected 0 … 3, got -1")]
    public void ABiasIndexOutOfRangeSaysWhich(int layer, int neuron, string name, string message)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(name, () => Odd.BiasIndex(layer, neuron));
        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public void ALayerWithoutBiasesHasNoBiasIndex()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Odd.BiasIndex(2, 0));
        Assert.Equal("layer 2 has no biases: the network was declared with Bias = false", error.Message);
    }

    [Fact]
    public void WrongLengthsAreRejectedBeforeAnythingIsWritten()
    {
        float[] storage = Filled(200);
        float[] canonical = Filled(36);
        Rejects("destination", "destination: expected 36 values, got 35", () => Odd.CopyToCanonical(storage, canonical.AsSpan(1)));
        Rejects("storage", "storage: expected 200 values, got 199", () => Odd.CopyToCanonical(storage.AsSpan(1), canonical));
        Rejects("source", "source: expected 36 values, got 37", () => Odd.CopyFromCanonical(new float[37], storage));
        Rejects("storage", "storage: expected 200 values, got 199", () => Odd.CopyFromCanonical(canonical, storage.AsSpan(1)));
        Rejects("storage", "storage: expected 200 values, got 0", () => Odd.Initialize([], 0));
        Rejects("storage", "storage: expected 200 values, got 199", () => Odd.Initialize(storage.AsSpan(1), 0));
        Rejects("destination", "destination: expected two spans apart from each other", () => Odd.CopyToCanonical(storage, storage.AsSpan(0, 36)));
        Rejects("storage", "storage: expected two spans apart from each other", () => Odd.CopyFromCanonical(storage.AsSpan(164, 36), storage));
        Assert.Equal(Filled(200), storage);
        Assert.Equal(Filled(36), canonical);
    }

    [Fact]
    public void ALayoutThatCannotBeIsRejected()
    {
        LayerLayout good = new(5, 3, 16, 0, 80, Activation.Relu, 5);
        Assert.Equal(18, new ParameterLayout(96, good).ParameterCount);
        Rejects("layers", "layer 1: expected inputs and neurons from 1 up", () => _ = new ParameterLayout(96, good with { Inputs = 0 }));
        Rejects("layers", "layer 1: expected inputs and neurons from 1 up", () => _ = new ParameterLayout(96, good with { Neurons = 0 }));
        Rejects("layers", "layer 1: expected inputs and neurons from 1 up", () => _ = new ParameterLayout(96, good with { Stride = 2 }));
        Rejects("layers", "layer 1: expected inputs and neurons from 1 up", () => _ = new ParameterLayout(96, good with { Activation = (Activation)99 }));
        Rejects("layers", "layer 1: expected weights within 96 floats", () => _ = new ParameterLayout(96, good with { WeightOffset = 17 }));
        Rejects("layers", "layer 1: expected weights within 96 floats", () => _ = new ParameterLayout(96, good with { WeightOffset = -1 }));
        Rejects("layers", "layer 2: expected weights within 96 floats", () => _ = new ParameterLayout(96, good, good with { Inputs = int.MaxValue }));
        Rejects("layers", "layer 1: expected biases behind the weights and within 96 floats", () => _ = new ParameterLayout(96, good with { BiasOffset = 81 }));
        Rejects("layers", "layer 1: expected biases behind the weights and within 96 floats", () => _ = new ParameterLayout(96, good with { BiasOffset = -2 }));
        Rejects("layers", "layer 1: expected biases behind the weights and within 95 floats", () => _ = new ParameterLayout(95, good));
        Rejects("layers", "layer 1: expected inputs and neurons from 1 up", () => _ = new ParameterLayout(96, good with { StripInputs = 0 }));
        Rejects("layers", "layers: expected at most 16 parameters, got 32", () => _ = new ParameterLayout(16, new(1, 16, 16, 0, -1, Activation.Relu, 1), new(1, 16, 16, 0, -1, Activation.Relu, 1)));
        Rejects("length", "length: expected at least 0, got -1", () => _ = new ParameterLayout(-1));
        Assert.Throws<ArgumentNullException>("layers", () => new ParameterLayout(1, null!));
    }

    [Fact]
    public void NothingAllocates()
    {
        float[] storage = new float[Odd.Length];
        float[] canonical = new float[Odd.ParameterCount];
        Walk(2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Walk(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Odd.Initialize(storage, (ulong)i);
                Odd.CopyToCanonical(storage, canonical);
                Odd.CopyFromCanonical(canonical, storage);
                storage[Odd.WeightIndex(1, 2, 4)] += storage[Odd.BiasIndex(3, 3)];
            }
        }
    }

    private static void Rejects(string name, string message, Action action)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Equal(name, error.ParamName);
        Assert.StartsWith(message, error.Message);
    }

    private static float[] Filled(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, 3f);
        return values;
    }

    private static float[] Initialized(ParameterLayout layout, ulong seed)
    {
        float[] storage = new float[layout.Length];
        layout.Initialize(storage, seed);
        float[] canonical = new float[layout.ParameterCount];
        layout.CopyToCanonical(storage, canonical);
        return canonical;
    }

    private static ParameterLayout Simple(int inputs, int hidden, int outputs, int multiple)
    {
        int stride1 = (hidden + multiple - 1) / multiple * multiple;
        int stride2 = (outputs + multiple - 1) / multiple * multiple;
        int second = (inputs + 1) * stride1;
        return new ParameterLayout(
            second + ((hidden + 1) * stride2),
            new LayerLayout(inputs, hidden, stride1, 0, inputs * stride1, Activation.Sigmoid, 24),
            new LayerLayout(hidden, outputs, stride2, second, second + (hidden * stride2), Activation.Sigmoid, 24));
    }
}
