using System;
using System.Linq;
using Backprop.Memory;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Clipping, L1, L2 and weight decay on whole networks, whichever way a step takes: biases are spared, and padding stays zero.</summary>
[Collection(AloneCollection.Name)]
public sealed class ConditionedTrainingTests
{
    private const float Rate = 0.125f;

    public static TheoryData<Type, int> Cases
    {
        get
        {
            TheoryData<Type, int> cases = [];
            foreach (Type type in new[] { typeof(XorNet), typeof(OneNet), typeof(OddNet), typeof(PaddedNet), typeof(NoBiasNet), typeof(TanhNet), typeof(ManyStripsNet), typeof(SmallSumNet) })
            {
                foreach (int rows in new[] { 1, 2, 33 })
                {
                    cases.Add(type, rows);
                }
            }

            return cases;
        }
    }

    /// <summary>Against the equations, in double precision and canonical order, from the gradient that the network itself gives.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void AStepIsTheEquations(Type type, int rows)
    {
        Subject before = Subject.Randomized(type, 1);
        float[] inputs = before.Inputs(2, rows);
        float[] targets = before.Targets(3, rows);
        float[] w = before.Parameters;
        before.Network.Backward(inputs, targets);
        float[] g = before.Gradients;
        bool[] isBias = IsBias(before.Network);
        double norm = Math.Sqrt(g.Sum(static x => (double)x * x));
        foreach (bool own in new[] { false, true })
        {
            foreach (float? clipNorm in new float?[] { null, (float)(0.75 * norm) })
            {
                float clip = (float)(0.5 * g.Max(Math.Abs));
                Optimizer rule = own
                    ? new Descent { ClipNorm = clipNorm, ClipValue = clip, L1 = 0.01f, L2 = 0.25f, WeightDecay = 0.5f }
                    : new Sgd(Rate) { ClipNorm = clipNorm, ClipValue = clip, L1 = 0.01f, L2 = 0.25f, WeightDecay = 0.5f };
                Subject subject = Subject.Randomized(type, 1);
                subject.Network.Train(inputs, targets, rule);
                float[] actual = subject.Parameters;
                for (int i = 0; i < w.Length; i++)
                {
                    double gradient = Math.Clamp(g[i] * (clipNorm is null ? 1 : clipNorm.Value / norm), -clip, clip);
                    double expected = isBias[i]
                        ? w[i] - (Rate * gradient)
                        : w[i] - (Rate * 0.5 * w[i]) - (Rate * (gradient + (0.01f * Math.Sign(w[i])) + (0.25 * w[i])));
                    Assert.Equal(expected, actual[i], 2e-6);
                }

                PaddingIsZero(subject.Network);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PaddingStaysZeroWithEveryRule(Type type, int rows)
    {
        foreach (Optimizer rule in Rules())
        {
            Subject subject = Subject.Randomized(type, 4);
            float[] inputs = subject.Inputs(5, rows);
            float[] targets = subject.Targets(6, rows);
            for (int step = 0; step < 3; step++)
            {
                subject.Network.Train(inputs, targets, rule);
            }

            PaddingIsZero(subject.Network);
        }
    }

    [Fact]
    public void StripsKnowTheirWeights()
    {
        ParameterLayout layout = ((INetwork)new OddNet()).Core!.Layout;
        LayerLayout[] layers = layout.Layers.ToArray();
        Assert.Equal(layers.Sum(static layer => layer.Inputs * layer.Stride), layout.Strips.ToArray().Sum(static strip => strip.Weights));
        Assert.Equal(layers.Sum(static layer => layer.Stride), layout.Strips.ToArray().Sum(static strip => strip.Length - strip.Weights));
    }

    [Fact]
    public void LimitsThatAreNotReachedChangeNothing()
    {
        foreach (int rows in new[] { 2, 33 })
        {
            Subject plain = Subject.Randomized(typeof(OddNet), 1);
            Subject limited = Subject.Randomized(typeof(OddNet), 1);
            Adam adam = new(), adamOfLimited = new() { ClipNorm = 1e6f, ClipValue = 1e6f };
            float[] inputs = plain.Inputs(2, rows);
            float[] targets = plain.Targets(3, rows);
            for (int step = 0; step < 5; step++)
            {
                Assert.Equal(plain.Network.Train(inputs, targets, adam), limited.Network.Train(inputs, targets, adamOfLimited));
            }

            Assert.Equal(Bits.Of(plain.Network.Parameters), Bits.Of(limited.Network.Parameters));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    public void NothingAllocatesAfterTheFirstStep(int rows)
    {
        Subject subject = Subject.Randomized(typeof(OddNet), 7);
        INetwork network = subject.Network;
        float[] inputs = subject.Inputs(8, rows);
        float[] targets = subject.Targets(9, rows);
        foreach (Optimizer rule in Rules())
        {
            AllocationTests.AllocatesNothing(() => network.Train(inputs, targets, rule), steps: 200);
        }
    }

    internal static Optimizer[] Rules() =>
    [
        new AdaGrad(),
        new RmsProp(),
        new RmsProp(momentum: 0.9f),
        new AdamW(),
        new Nadam(),
        new Lion(),
        new Rprop(),
        new Sgd(0.01f) { L1 = 0.01f, WeightDecay = 0.02f },
        new Nadam { ClipNorm = 0.5f, ClipValue = 0.25f, L1 = 0.01f, L2 = 0.02f, WeightDecay = 0.03f },
        new Descent { ClipNorm = 0.5f, ClipValue = 0.25f, L1 = 0.01f, L2 = 0.02f, WeightDecay = 0.03f },
    ];

    private static void PaddingIsZero(INetwork network)
    {
        float[] canonical = new float[network.ParameterCount];
        network.CopyParametersTo(canonical);
        int[] actual = Bits.Of(network.Parameters);
        network.LoadParameters(canonical);
        Assert.Equal(Bits.Of(network.Parameters), actual);
    }

    /// <summary>Which of the parameters are biases, in canonical order.</summary>
    private static bool[] IsBias(INetwork network)
    {
        float[] saved = new float[network.ParameterCount];
        network.CopyParametersTo(saved);
        network.Parameters.Clear();
        foreach (var layer in network.Core!.Layout.Layers.ToArray().Select(static (layout, index) => (layout.Neurons, layout.HasBias, Number: index + 1)))
        {
            for (int neuron = 0; neuron < (layer.HasBias ? layer.Neurons : 0); neuron++)
            {
                network.Bias(layer.Number, neuron) = 1f;
            }
        }

        float[] marks = new float[network.ParameterCount];
        network.CopyParametersTo(marks);
        network.LoadParameters(saved);
        return Array.ConvertAll(marks, static mark => mark != 0f);
    }

    /// <summary>A rule as a user would write it.</summary>
    private sealed class Descent() : Optimizer(Rate)
    {
        public override bool IsGradientDescent => true;

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= LearningRate * gradients[i];
            }
        }
    }
}
