using System;
using Xunit;

namespace Backprop.Runtime.Tests.Optimizers;

/// <summary>What is done beside every rule, on a network that is all weights: clipping, L1, L2, weight decay.</summary>
public sealed class ConditioningTests
{
    [Fact]
    public void AnElementIsCutOffAtTheClipValue()
        => Assert.Equal([-0.5f, 0.5f, -0.25f, 0f], AfterAStep(new Sgd(1f) { ClipValue = 0.5f }, [0f, 0f, 0f, 0f], [3f, -0.75f, 0.25f, 0f]));

    [Fact]
    public void ALargerNormIsBroughtDownAndASmallerOneStays()
    {
        // 0.5 is the norm of the first, 5 that of the second.
        Assert.Equal([-0.3f, 0.4f], AfterAStep(new Sgd(1f) { ClipNorm = 1f }, [0f, 0f], [0.3f, -0.4f]));
        Assert.Equal([-3f * 0.2f, 4f * 0.2f], AfterAStep(new Sgd(1f) { ClipNorm = 1f }, [0f, 0f], [3f, -4f]));
        Assert.Equal([0f, 0f], AfterAStep(new Sgd(1f) { ClipNorm = 1f }, [0f, 0f], [0f, 0f]));
    }

    [Fact]
    public void TheNormIsLimitedBeforeTheElements()
        => Assert.Equal([-0.5f, 0.5f], AfterAStep(new Sgd(1f) { ClipNorm = 1f, ClipValue = 0.5f }, [0f, 0f], [3f, -4f]));

    [Fact]
    public void L1IsASignAndL2AMultipleOfTheWeight()
    {
        Assert.Equal([1.75f, -1.75f, 0f], AfterAStep(new Sgd(1f) { L1 = 0.25f }, [2f, -2f, 0f], [0f, 0f, 0f]));
        Assert.Equal([1.5f, -1.5f, -1f], AfterAStep(new Sgd(1f) { L2 = 0.25f }, [2f, -2f, 0f], [0f, 0f, 1f]));
    }

    [Fact]
    public void PenaltiesAreNotClipped()
        => Assert.Equal([6f - 1f - 0.5f - 3f], AfterAStep(new Sgd(1f) { ClipValue = 1f, ClipNorm = 10f, L1 = 0.5f, L2 = 0.5f }, [6f], [5f]));

    [Fact]
    public void WeightDecayIsBesideTheRule()
    {
        Assert.Equal([2f - (0.5f * 0.25f * 2f) - 0.5f], AfterAStep(new Sgd(0.5f) { WeightDecay = 0.25f }, [2f], [1f]));

        // With a gradient of zero Adam's own step is none, and the decay does not reach its state.
        var adam = new Adam(0.5f) { WeightDecay = 0.25f };
        var network = new FakeNetwork(1);
        network.Parameters[0] = 1f;
        for (int step = 0; step < 3; step++)
        {
            adam.Step(network);
        }

        Assert.Equal([0.875f * 0.875f * 0.875f], network.Parameters.ToArray());
    }

    [Fact]
    public void LionsDecayIsThatOfItsPaper()
        => Assert.Equal([2f - (0.5f * (1f + (0.25f * 2f)))], AfterAStep(new Lion(0.5f) { WeightDecay = 0.25f }, [2f], [3f]));

    [Fact]
    public void ARuleOfTheUsersIsGivenTheSameGradient()
    {
        var random = new RandomSource(1);
        FakeNetwork own = new(37), plain = new(37);
        Optimizer first = new OwnDescent(0.25f) { ClipNorm = 2f, ClipValue = 0.5f, L1 = 0.125f, L2 = 0.25f, WeightDecay = 0.125f };
        Optimizer second = new Sgd(0.25f) { ClipNorm = 2f, ClipValue = 0.5f, L1 = 0.125f, L2 = 0.25f, WeightDecay = 0.125f };
        float[] gradients = new float[37];
        for (int step = 0; step < 20; step++)
        {
            foreach (ref float gradient in gradients.AsSpan())
            {
                gradient = random.NextSingle(-1f, 1f);
            }

            gradients.CopyTo(own.Gradients);
            gradients.CopyTo(plain.Gradients);
            first.Step(own);
            second.Step(plain);
            Assert.Equal(plain.Parameters.ToArray(), own.Parameters.ToArray());
            Assert.Equal(gradients, own.Gradients.ToArray());
            Assert.Equal(gradients, plain.Gradients.ToArray());
        }
    }

    /// <summary>All of it, for 30 steps, against the equations in double precision.</summary>
    [Fact]
    public void AllTogetherAreTheEquations()
    {
        const int Length = 19;
        var random = new RandomSource(3);
        var network = new FakeNetwork(Length);
        var optimizer = new Sgd(0.05f, 0.9f) { ClipNorm = 1.5f, ClipValue = 0.5f, L1 = 0.01f, L2 = 0.1f, WeightDecay = 0.2f };
        double[] w = new double[Length];
        double[] v = new double[Length];
        for (int i = 0; i < Length; i++)
        {
            network.Parameters[i] = random.NextSingle(-2f, 2f);
            w[i] = network.Parameters[i];
        }

        for (int step = 1; step <= 30; step++)
        {
            double squares = 0;
            for (int i = 0; i < Length; i++)
            {
                network.Gradients[i] = random.NextSingle(-1f, 1f) * (step % 2 == 0 ? 0.25f : 2f);
                squares += (double)network.Gradients[i] * network.Gradients[i];
            }

            double scale = Math.Min(1, 1.5 / Math.Sqrt(squares));
            for (int i = 0; i < Length; i++)
            {
                double g = Math.Clamp(scale * network.Gradients[i], -0.5, 0.5) + (0.01f * Math.Sign(w[i])) + (0.1f * w[i]);
                w[i] -= 0.05f * (double)0.2f * w[i];
                v[i] = ((double)0.9f * v[i]) + g;
                w[i] -= 0.05f * v[i];
            }

            optimizer.Step(network);
            for (int i = 0; i < Length; i++)
            {
                Assert.Equal(w[i], network.Parameters[i], 2e-6);
            }
        }
    }

    private static float[] AfterAStep(Optimizer optimizer, float[] parameters, float[] gradients)
    {
        var network = new FakeNetwork(parameters.Length);
        parameters.CopyTo(network.Parameters);
        optimizer.Step(network, gradients);
        return network.Parameters.ToArray();
    }

    private sealed class OwnDescent(float learningRate) : Optimizer(learningRate)
    {
        public override bool IsGradientDescent => true;

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] = MathF.FusedMultiplyAdd(-LearningRate, gradients[i], parameters[i]);
            }
        }
    }
}
