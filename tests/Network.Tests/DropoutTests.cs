using System;
using System.Linq;
using Backprop.Numerics;
using Backprop.Reference;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>What training drops is what the documentation says, its gradient is that of what is left, and nothing else drops anything.</summary>
[Collection(AloneCollection.Name)]
public sealed class DropoutTests
{
    public static TheoryData<Type, double, int> NetworksAndRows
    {
        get
        {
            var data = new TheoryData<Type, double, int>();
            foreach ((Type network, double rate) in new[] { (typeof(DropoutNet), DropoutNet.Rate), (typeof(TinyDropoutNet), 0.5), (typeof(SparseDropoutNet), 0.2) })
            {
                foreach (int rows in new[] { 1, 2, 7, 50, 500 })
                {
                    data.Add(network, rate, rows);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NetworksAndRows))]
    public void AStepHasTheGradientOfWhatIsLeft(Type type, double rate, int rows)
    {
        const ulong Seed = 0xFEDC_BA98_0000_0003;
        Subject subject = Subject.Of(type);
        subject.Network.Initialize(Seed);
        var rule = new Capturing();
        for (int step = 0; step < 3; step++)
        {
            float[] inputs = subject.Inputs(step, rows);
            float[] targets = subject.Targets(step + 10, rows);
            double[][] factors = DropoutDraws.Factors(subject.Topology, (float)rate, Seed, (ulong)step, rows);
            (double cost, double[] gradients, _) = subject.Oracle.Gradients(
                Precision.ToDouble(subject.Parameters), Precision.ToDouble(inputs), Precision.ToDouble(targets), factors);

            Closeness.Within(1e-5, cost, subject.Network.Train(inputs, targets, rule), $"{type.Name}: cost of step {step}");
            rule.Gradients.CopyTo(subject.Network.Gradients);
            Closeness.Within(2e-5, gradients, subject.Gradients, $"{type.Name}: gradients of step {step}");
        }
    }

    [Fact]
    public void TheOraclesGradientIsThatOfItsCost()
    {
        Subject subject = Subject.Randomized(typeof(DropoutNet), 1);
        double[] parameters = Precision.ToDouble(subject.Parameters);
        double[] inputs = Precision.ToDouble(subject.Inputs(2, 3));
        double[] targets = Precision.ToDouble(subject.Targets(3, 3));
        double[][] factors = DropoutDraws.Factors(subject.Topology, DropoutNet.Rate, 4, 5, 3);

        (_, double[] gradients, _) = subject.Oracle.Gradients(parameters, inputs, targets, factors);
        Closeness.Within(1e-8, FiniteDifferences.Gradients(subject.Oracle, parameters, inputs, targets, factors), gradients, "gradients");
        Assert.Contains(0.0, factors.SelectMany(static row => row));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(500)]
    public void NothingButTrainingDrops(int rows)
    {
        Subject subject = Subject.Randomized(typeof(DropoutNet), 1);
        Subject plain = Subject.Randomized(typeof(DroplessNet), 1);
        float[] inputs = subject.Inputs(2, rows);
        float[] targets = subject.Targets(3, rows);
        int[] labels = subject.Labels(4, rows);
        subject.Network.Train(inputs, targets, new Sgd(0.1f));
        subject.Network.LoadParameters(plain.Parameters);

        Assert.Equal(BitsOfEveryVerb(plain), BitsOfEveryVerb(subject));
        subject.AgreesWithItsOracle(inputs, targets);

        int[] BitsOfEveryVerb(Subject tested)
        {
            INetwork network = tested.Network;
            float[] dx = new float[inputs.Length];
            float[] costs = [network.Cost(inputs, targets), network.Cost(inputs, labels), network.Backward(inputs, targets, dx), network.Backward(inputs, labels)];
            network.BackwardFromOutput(inputs, targets);
            return [.. Bits.Of(tested.Forward(inputs)), .. Bits.Of(costs), .. Bits.Of(dx), .. Bits.Of(tested.Gradients), network.Predict(inputs.AsSpan(0, network.InputSize))];
        }
    }

    [Fact]
    public void TheSeedAndTheStepsDecide()
    {
        var network = new DropoutNet(3);
        int[] first = BitsOfTraining(network);

        Assert.NotEqual(first, BitsOfTraining(network));
        Assert.Equal(first, BitsOfTraining(new DropoutNet(3)));
        Assert.NotEqual(first, BitsOfTraining(new DropoutNet(4)));
        network.Initialize(3);
        Assert.Equal(first, BitsOfTraining(network));
    }

    /// <summary>The passes of every width, in one process: the switches that leave 128 bits alone take the fused multiply-add away.</summary>
    [FusedMultiplyAddTheory]
    [InlineData(typeof(DropoutNet), 1)]
    [InlineData(typeof(DropoutNet), 50)]
    [InlineData(typeof(TinyDropoutNet), 50)]
    [InlineData(typeof(SparseDropoutNet), 50)]
    public void NoVectorWidthShows(Type type, int rows)
    {
        Subject subject = Subject.Randomized(type, 1);
        float[] inputs = subject.Inputs(2, rows);
        float[] targets = subject.Targets(3, rows);
        var dropout = new Dropout(0.4f, 5, 6);
        long[] Step(int bits) => new EmittedWidth(subject.Network, bits).Backward(inputs, Targets.FromRows(targets), 0.3f, dropout);

        Assert.Equal(Step(512), Step(256));
        Assert.Equal(Step(512), Step(128));
        Assert.NotEqual(Step(512), new EmittedWidth(subject.Network, 512).Backward(inputs, Targets.FromRows(targets), 0.3f));
        Assert.All(Step(512), static bits => Assert.True(float.IsFinite(BitConverter.Int32BitsToSingle((int)bits))));
    }

    /// <summary>Neither a call that is refused nor one that fails is a step, and no other verb is one.</summary>
    [Fact]
    public void WhatIsNoStepIsNotCounted()
    {
        Subject subject = Subject.Of(new DropoutNet(3));
        float[] inputs = subject.Inputs(1, 9);
        float[] targets = subject.Targets(2, 9);
        Assert.Throws<ArgumentException>(() => subject.Network.Train(inputs, targets.AsSpan(1), new Sgd(0.1f)));
        Assert.Throws<InvalidOperationException>(() => subject.Network.Train(inputs, targets, new Refusing()));
        subject.Network.Backward(inputs, targets);
        subject.Network.Cost(inputs, targets);
        subject.Forward(inputs);

        Assert.Equal(BitsOfTraining(new DropoutNet(3)), BitsOfTraining((DropoutNet)subject.Network));
    }

    [Fact]
    public void ARuleOfTheUsersGetsTheSameGradient()
    {
        Subject subject = Subject.Of(new SparseDropoutNet(1));
        Subject other = Subject.Of(new SparseDropoutNet(1));
        float[] inputs = subject.Inputs(1, 60);
        float[] targets = subject.Targets(2, 60);
        for (int step = 0; step < 3; step++)
        {
            subject.Network.Train(inputs, targets, new Sgd(0.001f));
            other.Network.Train(inputs, targets, new Descent());
        }

        Closeness.Within(1e-6, Precision.ToDouble(subject.Parameters), other.Parameters, "parameters");
    }

    [Theory]
    [InlineData(typeof(DropoutNet))]
    [InlineData(typeof(TinyDropoutNet))]
    [InlineData(typeof(SparseDropoutNet))]
    public void NeitherRowsNorLabelsAllocate(Type type)
    {
        Subject subject = Subject.Of(type);
        INetwork network = subject.Network;
        float[] inputs = subject.Inputs(2, 30);
        float[] targets = subject.Targets(3, 30);
        int[] labels = subject.Labels(4, 30);
        var adam = new Adam(1e-6f);
        Step();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2000; i++)
        {
            Step();
        }

        // A collection would count as allocated what this thread had reserved; ProcessAllocationTests measures exactly.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);

        void Step()
        {
            network.Train(inputs, targets, adam);
            network.Train(inputs, labels, adam);
            network.Train(inputs.AsSpan(0, network.InputSize), labels.AsSpan(0, 1), adam);
        }
    }

    [Fact]
    public void ANetworkWithDropoutLearns()
    {
        Subject subject = Subject.Of(new DropoutNet(1));
        float[] inputs = subject.Inputs(1, 40);
        int[] labels = subject.Labels(2, 40);
        var adam = new Adam(0.01f);
        float before = subject.Network.Cost(inputs, labels);
        for (int step = 0; step < 500; step++)
        {
            subject.Network.Train(inputs, labels, adam);
        }

        Assert.InRange(subject.Network.Cost(inputs, labels), 0, before / 4);
    }

    private static int[] BitsOfTraining(DropoutNet network)
    {
        Subject subject = Subject.Of(network);
        network.LoadParameters(Samples.Uniform(1, network.Parameters.Length, -0.5f, 0.5f).AsSpan(0, DropoutNet.ParameterCount));
        float[] costs =
        [
            network.Train(subject.Inputs(1, 50), subject.Targets(2, 50), new Sgd(0.1f)),
            network.Train(subject.Inputs(1, 1), subject.Labels(2, 1), new Sgd(0.1f)),
        ];
        return [.. Bits.Of(costs), .. Bits.Of(subject.Parameters)];
    }

    /// <summary>Keeps the gradient, and changes the parameters a little.</summary>
    private sealed class Capturing() : Optimizer(1e-5f)
    {
        public float[] Gradients { get; private set; } = [];

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            Gradients = gradients.ToArray();
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= LearningRate * gradients[i];
            }
        }
    }

    /// <summary>What <see cref="Sgd"/> does.</summary>
    private sealed class Descent() : Optimizer(0.001f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= LearningRate * gradients[i];
            }
        }
    }

    private sealed class Refusing() : Optimizer(0.1f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
            => throw new InvalidOperationException("no");
    }
}
