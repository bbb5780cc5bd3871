using System;
using Xunit;

namespace Backprop.Runtime.Tests.Optimizers;

/// <summary>Each rule, step by step, against the published equations in double precision.</summary>
public sealed class OptimizerRuleTests
{
    private const int Steps = 60;

    public static TheoryData<int> Lengths => [1, 3, 16, 17, 100];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void GradientDescent(int length)
        => Compare(length, new Sgd(0.05f), (step, i, g, w, s, t) => (w - (0.05f * g), 0, 0));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Momentum(int length)
        => Compare(length, new Sgd(0.05f, 0.9f), (step, i, g, w, v, t) =>
        {
            v = ((double)0.9f * v) + g;
            return (w - (0.05f * v), v, 0);
        });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Nesterov(int length)
        => Compare(length, new Sgd(0.05f, 0.9f, nesterov: true), (step, i, g, w, v, t) =>
        {
            v = ((double)0.9f * v) + g;
            return (w - (0.05f * (g + ((double)0.9f * v))), v, 0);
        });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AdamWithItsDefaults(int length)
        => Compare(length, new Adam(), (step, i, g, w, m, v) => NaiveAdam(0.001f, 0.9f, 0.999f, 1e-8f, step, g, w, m, v));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AdamWithOtherConstants(int length)
        => Compare(length, new Adam(0.02f, 0.5f, 0.75f, 0.1f), (step, i, g, w, m, v) => NaiveAdam(0.02f, 0.5f, 0.75f, 0.1f, step, g, w, m, v));

    [Fact]
    public void AdamWithoutMeansIsTheSignOfTheGradient()
        => Compare(17, new Adam(0.01f, 0f, 0f), (step, i, g, w, m, v) => (w - (0.01f * g / (Math.Abs(g) + 1e-8f)), 0, 0));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AdamWWithItsDefaults(int length)
        => Compare(length, new AdamW(), (step, i, g, w, m, v) => NaiveAdam(0.001f, 0.9f, 0.999f, 1e-8f, step, g, w - ((double)0.001f * 0.01f * w), m, v));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AdamWWithOtherConstants(int length)
        => Compare(
            length,
            new AdamW(0.02f, 0.5f, 0.75f, 0.1f) { WeightDecay = 0.5f },
            (step, i, g, w, m, v) => NaiveAdam(0.02f, 0.5f, 0.75f, 0.1f, step, g, w - ((double)0.02f * 0.5f * w), m, v));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AdaGrad(int length)
        => Compare(length, new AdaGrad(0.05f, 1e-3f), (step, i, g, w, sum, t) =>
        {
            sum += g * g;
            return (w - (0.05f * g / (Math.Sqrt(sum) + 1e-3f)), sum, 0);
        });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RmsProp(int length)
        => Compare(length, new RmsProp(0.01f, 0.8f, epsilon: 1e-3f), (step, i, g, w, v, t) =>
        {
            v = ((double)0.8f * v) + ((1 - (double)0.8f) * g * g);
            return (w - (0.01f * g / (Math.Sqrt(v) + 1e-3f)), v, 0);
        });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RmsPropWithMomentum(int length)
        => Compare(length, new RmsProp(0.01f, 0.8f, 0.7f, 1e-3f), (step, i, g, w, v, b) =>
        {
            v = ((double)0.8f * v) + ((1 - (double)0.8f) * g * g);
            b = ((double)0.7f * b) + (g / (Math.Sqrt(v) + 1e-3f));
            return (w - (0.01f * b), v, b);
        });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void NadamWithItsDefaults(int length)
        => Compare(length, new Nadam(), (step, i, g, w, m, v) => NaiveNadam(0.002f, 0.9f, 0.999f, 1e-8f, step, g, w, m, v));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void NadamWithOtherConstants(int length)
        => Compare(length, new Nadam(0.02f, 0.5f, 0.75f, 0.1f), (step, i, g, w, m, v) => NaiveNadam(0.02f, 0.5f, 0.75f, 0.1f, step, g, w, m, v));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Lion(int length)
        => Compare(length, new Lion(0.01f, 0.75f, 0.95f), (step, i, g, w, m, t) =>
        {
            w -= 0.01f * (double)Math.Sign((0.75 * m) + (0.25 * g));
            return (w, ((double)0.95f * m) + ((1 - (double)0.95f) * g), 0);
        });

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rprop(int length)
        => Compare(length, new Rprop(0.03125f, 0.5f, 1.25f, 0.0078125f, 0.125f), (step, i, g, w, before, size) =>
        {
            size = step == 1 ? 0.03125 : size;
            if (g * before > 0)
            {
                size = Math.Min(1.25 * size, 0.125);
            }
            else if (g * before < 0)
            {
                size = Math.Max(0.5 * size, 0.0078125);
                g = 0;
            }

            return (w - (Math.Sign(g) * size), g, size);
        });

    [Fact]
    public void RpropByHand()
    {
        var network = new FakeNetwork(1);
        var rprop = new Rprop(0.5f, 0.5f, 1.5f);
        float[] gradients = [1e-30f, 1e30f, -1f, -1f, -1f, 0f, 1f];
        float[] expected = [-0.5f, -1.25f, -1.25f, -0.875f, -0.3125f, -0.3125f, -0.875f];
        for (int step = 0; step < gradients.Length; step++)
        {
            network.Gradients[0] = gradients[step];
            rprop.Step(network);
            Assert.Equal(expected[step], network.Parameters[0]);
        }
    }

    [Fact]
    public void AGradientThatIsNotANumberShows()
    {
        foreach (Optimizer optimizer in new Optimizer[] { new AdaGrad(), new RmsProp(), new RmsProp(momentum: 0.5f), new AdamW(), new Nadam(), new Lion(), new Rprop() })
        {
            var network = new FakeNetwork(3);
            network.Gradients[1] = float.NaN;
            optimizer.Step(network);
            Assert.Equal([0f, float.NaN, 0f], network.Parameters.ToArray());
        }
    }

    [Fact]
    public void NadamsMomentumIsThePublishedOneAfterManySteps()
    {
        var state = new NadamState(1);
        double product = 1;
        for (int step = 1; step <= 5_000; step++)
        {
            state.Advance(0.9f, 0.999f);
            double mu = 0.9f * (1 - (0.5 * Math.Pow(0.96, 0.004 * step)));
            product *= mu;
            Assert.Equal(mu, state.Momentum, 1e-12);
            Assert.Equal(product, state.MomentumProduct, 1e-12);
        }
    }

    [Fact]
    public void AdamIsStillRightAfterManySteps()
    {
        var network = new FakeNetwork(1);
        var adam = new Adam(1e-4f);
        double w = 0, m = 0, v = 0;
        for (int step = 1; step <= 30_000; step++)
        {
            // Within ±1, with a mean, so that the parameter goes somewhere.
            float g = (step % 7 / 7f) - 0.25f;
            network.Gradients[0] = g;
            adam.Step(network);
            (w, m, v) = NaiveAdam(1e-4f, 0.9f, 0.999f, 1e-8f, step, g, w, m, v);
        }

        Assert.InRange(Math.Abs(network.Parameters[0] - w) / Math.Abs(w), 0, 1e-3);
    }

    [Fact]
    public void MomentumByHand()
    {
        var network = new FakeNetwork(1);
        var sgd = new Sgd(0.5f, 0.5f);
        network.Gradients[0] = 1f;
        float[] expected = [-0.5f, -1.25f, -2.125f];
        foreach (float w in expected)
        {
            sgd.Step(network);
            Assert.Equal(w, network.Parameters[0]);
        }
    }

    [Fact]
    public void NesterovByHand()
    {
        var network = new FakeNetwork(1);
        var sgd = new Sgd(0.5f, 0.5f, nesterov: true);
        network.Gradients[0] = 1f;
        float[] expected = [-0.75f, -1.625f, -2.5625f];
        foreach (float w in expected)
        {
            sgd.Step(network);
            Assert.Equal(w, network.Parameters[0]);
        }
    }

    [Fact]
    public void AdamsFirstStepIsTheLearningRateForAnySizeOfGradient()
    {
        float[] gradients = [1e-3f, 1f, 1e4f, -1f, 0f];
        var network = new FakeNetwork(gradients.Length);
        new Adam(0.125f).Step(network, gradients);
        Assert.Equal(-0.125, network.Parameters[0], 5e-6);
        Assert.Equal(-0.125, network.Parameters[1], 1e-7);
        Assert.Equal(-0.125, network.Parameters[2], 1e-7);
        Assert.Equal(0.125, network.Parameters[3], 1e-7);
        Assert.Equal(0f, network.Parameters[4]);
    }

    [Fact]
    public void TheLearningRateMayChangeBetweenSteps()
    {
        Optimizer[] optimizers = [new Sgd(1f), new Sgd(1f, 0.5f), new Sgd(1f, 0.5f, nesterov: true), new Adam(1f)];
        float[] sums = [-(1f + 0.5f), -(1f + (0.5f * 1.5f)), -(1.5f + (0.5f * 1.75f)), -1.5f];
        for (int k = 0; k < optimizers.Length; k++)
        {
            var network = new FakeNetwork(1);
            network.Gradients[0] = 1f;
            optimizers[k].Step(network);
            optimizers[k].LearningRate = 0.5f;
            optimizers[k].Step(network);
            Assert.Equal(sums[k], network.Parameters[0], 1e-6f);
        }
    }

    [Fact]
    public void PaddingStaysZeroAndPositive()
    {
        Optimizer[] optimizers =
        [
            new Sgd(0.5f), new Sgd(0.5f, 0.5f), new Sgd(0.5f, 0.5f, nesterov: true), new Adam(), new Sgd(0f), new Adam(0f, 0f, 0f),
            new AdaGrad(), new RmsProp(), new RmsProp(momentum: 0.5f), new AdamW(), new Nadam(), new Lion(), new Rprop(),
            new Sgd(0.5f) { L1 = 1f, L2 = 1f, WeightDecay = 0.5f, ClipNorm = 1f, ClipValue = 1f },
        ];
        foreach (Optimizer optimizer in optimizers)
        {
            var network = new FakeNetwork(35);
            for (int step = 0; step < 100; step++)
            {
                optimizer.Step(network);
            }

            foreach (float value in network.Parameters)
            {
                Assert.Equal(0u, BitConverter.SingleToUInt32Bits(value));
            }
        }
    }

    [Fact]
    public void WhatIsRememberedNeverBecomesSubnormal()
    {
        Fades(new MomentumRule(0.1f, 0.9f));
        Fades(new NesterovRule(0.1f, 0.9f));
        Fades(new AdamRule(0.1f, 1f, 0.9f, 0.9f, 1e-8f));
        Fades(new RmsPropRule(0.1f, 0.9f, 1e-8f));
        Fades(new RmsPropMomentumRule(0.1f, 0.9f, 0.9f, 1e-8f));
        Fades(new NadamRule(0.1f, 0.1f, 1f, 0.9f, 0.9f, 1e-8f));
        Fades(new LionRule(0.1f, 0.9f, 0.9f));

        static void Fades<TRule>(TRule rule)
            where TRule : struct, IUpdateRule
        {
            float[] w = new float[17];
            float[] g = new float[17];
            float[] s = new float[17];
            float[] t = new float[rule.StateCount > 1 ? 17 : 0];
            Array.Fill(s, 1f);
            Array.Fill(t, 1f);
            for (int step = 0; step < 2_000; step++)
            {
                UpdateLoop.Run(rule, w, g, s, t);
                Assert.DoesNotContain(s, float.IsSubnormal);
                Assert.DoesNotContain(t, float.IsSubnormal);
            }

            Assert.DoesNotContain(s, value => value != 0f);
            Assert.DoesNotContain(t, value => value != 0f);
            Assert.DoesNotContain(w, value => !float.IsFinite(value));
        }
    }

    [Fact]
    public void AdaGradsSumOfTinySquaresIsNotSubnormal()
    {
        float[] w = new float[17];
        float[] g = new float[17];
        float[] s = new float[17];
        Array.Fill(g, 1e-20f);
        UpdateLoop.Run(new AdaGradRule(0.1f, 1e-10f), w, g, s, default);
        Assert.Equal(new float[17], s);
    }

    [Fact]
    public void AdamsPowersEndAtZeroWithoutChangingACorrection()
    {
        var state = new AdamState(1);
        double power1 = 1, power2 = 1;
        for (int step = 0; step < 200_000; step++)
        {
            state.Advance(0.9f, 0.999f);
            power1 *= 0.9f;
            power2 *= 0.999f;
            Assert.False(double.IsSubnormal(state.Power1) || double.IsSubnormal(state.Power2));
            Assert.Equal(1 - power1, 1 - state.Power1);
            Assert.Equal(1 - power2, 1 - state.Power2);
        }

        Assert.Equal(0, state.Power1);
        Assert.Equal(0, state.Power2);
    }

    private static (double W, double M, double V) NaiveAdam(double rate, double beta1, double beta2, double epsilon, int step, double g, double w, double m, double v)
    {
        m = (beta1 * m) + ((1 - beta1) * g);
        v = (beta2 * v) + ((1 - beta2) * g * g);
        double mHat = m / (1 - Math.Pow(beta1, step));
        double vHat = v / (1 - Math.Pow(beta2, step));
        return (w - (rate * mHat / (Math.Sqrt(vHat) + epsilon)), m, v);
    }

    private static (double W, double M, double V) NaiveNadam(double rate, double beta1, double beta2, double epsilon, int step, double g, double w, double m, double v)
    {
        m = (beta1 * m) + ((1 - beta1) * g);
        v = (beta2 * v) + ((1 - beta2) * g * g);
        double product = 1;
        for (int t = 1; t <= step; t++)
        {
            product *= Mu(t);
        }

        double mHat = (Mu(step + 1) * m / (1 - (product * Mu(step + 1)))) + ((1 - Mu(step)) * g / (1 - product));
        double vHat = v / (1 - Math.Pow(beta2, step));
        return (w - (rate * mHat / (Math.Sqrt(vHat) + epsilon)), m, v);

        double Mu(int t) => beta1 * (1 - (0.5 * Math.Pow(0.96, 0.004 * t)));
    }

    private static void Compare(int length, Optimizer optimizer, Func<int, int, double, double, double, double, (double W, double S, double T)> rule)
    {
        var random = new RandomSource((ulong)length);
        var network = new FakeNetwork(length);
        double[] w = new double[length];
        double[] s = new double[length];
        double[] t = new double[length];
        for (int i = 0; i < length; i++)
        {
            network.Parameters[i] = random.NextSingle(-2f, 2f);
            w[i] = network.Parameters[i];
        }

        for (int step = 1; step <= Steps; step++)
        {
            for (int i = 0; i < length; i++)
            {
                // Some gradients are large, some small, one always zero.
                float scale = i % 3 == 0 ? 1f : i % 3 == 1 ? 10f : 0.01f;
                network.Gradients[i] = i == 2 ? 0f : random.NextSingle(-scale, scale);
                (w[i], s[i], t[i]) = rule(step, i, network.Gradients[i], w[i], s[i], t[i]);
            }

            optimizer.Step(network);
            for (int i = 0; i < length; i++)
            {
                // One rounding of the parameter a step, and one of its change.
                Assert.InRange(network.Parameters[i] - w[i], -2e-7 * (10 + step), 2e-7 * (10 + step));
            }
        }
    }
}
