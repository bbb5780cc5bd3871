using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Backprop.Reference;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A trainer takes the steps that a loop of <c>Train</c> calls over copied rows takes; and weights are factors of rows' costs.</summary>
[Collection(AloneCollection.Name)]
public sealed class TrainerTests
{
    private const int Rows = 500;
    private const ulong Seed = 11;

    private static readonly Type[] Types =
        [typeof(ManyStripsNet), typeof(MediumNet), typeof(PaddedNet), typeof(NoBiasNet), typeof(SoftmaxNet), typeof(TanhNet), typeof(OneNet)];

    public static TheoryData<Type> Networks => new(Types);

    public static TheoryData<Type, int> Batches
    {
        get
        {
            TheoryData<Type, int> batches = [];
            foreach (Type type in Types)
            {
                foreach (int size in new[] { 1, 7, 32, 499, 1000 })
                {
                    batches.Add(type, size);
                }
            }

            return batches;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void ItTakesTheStepsOfTheLoopItStandsFor(Type type, int batchSize)
    {
        foreach (bool areLabels in new[] { false, true })
        {
            foreach (Optimizer[] rules in new Optimizer[][] { [new Sgd(0.1f), new Sgd(0.1f)], [new Adam(0.01f), new Adam(0.01f)], [new OwnRule(), new OwnRule()] })
            {
                Subject byHand = Subject.Randomized(type, 1);
                double expected = TrainByHand(byHand, Data(byHand, areLabels), batchSize, rules[0]);
                Subject subject = Subject.Randomized(type, 1);
                Trainer trainer = new(subject.Network, Data(subject, areLabels), rules[1], new TrainerOptions { BatchSize = batchSize, Seed = Seed });
                RunEpochs(trainer, 2);

                Assert.Equal(BitsOf(byHand), BitsOf(subject));
                Assert.Equal(expected, trainer.Cost);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void NoNumberOfThreadsShows(Type type)
    {
        int[] expected = BitsOf(null);
        foreach (int count in new[] { 2, 3 })
        {
            using TrainingThreads threads = new(count) { LeastWork = 0, LeastShareRows = 0 };
            Assert.Equal(expected, BitsOf(threads));
            Assert.True(threads.Runs > 0);
        }

        int[] BitsOf(TrainingThreads? threads)
        {
            Subject subject = Subject.Randomized(type, 1);
            subject.Network.Threads = threads;
            Dataset data = Data(subject, areLabels: true).WithWeights(Samples.Uniform(5, Rows, 0f, 2f));
            RunEpochs(new Trainer(subject.Network, data, new Adam(0.01f), new TrainerOptions { BatchSize = 130, Seed = Seed }), 2);
            return TrainerTests.BitsOf(subject);
        }
    }

    /// <summary>With costs that are added up, a weight of 2 is the row twice, and of 0 the row left out.</summary>
    [Fact]
    public void AWeightIsSoManyRows()
    {
        Subject subject = Subject.Randomized(typeof(SmallSumNet), 1);
        float[] inputs = subject.Inputs(2, 60);
        float[] targets = subject.Targets(3, 60);
        float[] weights = [.. Enumerable.Range(0, 60).Select(static row => row % 3)];
        float cost = Step(subject.Network, Dataset.FromTargets(inputs, subject.Network.InputSize, targets, subject.Network.OutputSize).WithWeights(weights));

        Subject repeated = Subject.Randomized(typeof(SmallSumNet), 1);
        int[] rows = [.. Enumerable.Range(0, 60).SelectMany(static row => Enumerable.Repeat(row, row % 3))];
        float expected = repeated.Network.Train(
            Pick(inputs, subject.Network.InputSize, rows), Pick(targets, subject.Network.OutputSize, rows), new Sgd(0.1f));

        Closeness.Within(1e-5, Precision.ToDouble(repeated.Parameters), Precision.ToDouble(subject.Parameters), "parameters");
        Assert.Equal(expected, cost, 1e-5 * expected);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void AClassWeightIsTheWeightOfEachRowOfTheClass(Type type)
    {
        Subject one = Subject.Randomized(type, 1);
        Subject other = Subject.Randomized(type, 1);
        Dataset data = Data(one, areLabels: true);
        float[] classWeights = Samples.Uniform(9, one.Network.OutputSize, 0.5f, 2f);
        float[] weights = [.. data.Labels.ToArray().Select(label => classWeights[label])];

        RunEpochs(new Trainer(one.Network, data, new Sgd(0.1f), new TrainerOptions { Seed = Seed, ClassWeights = classWeights }), 1);
        RunEpochs(new Trainer(other.Network, data.WithWeights(weights), new Sgd(0.1f), new TrainerOptions { Seed = Seed }), 1);

        Assert.Equal(BitsOf(other), BitsOf(one));
    }

    [Fact]
    public void ARowOfWeightZeroDoesNotCountWhateverItsCost()
    {
        Subject subject = Subject.Randomized(typeof(MediumNet), 1);
        float[] inputs = subject.Inputs(2, 8);
        inputs.AsSpan(0, subject.Network.InputSize).Fill(float.MaxValue);
        float[] weights = [0f, 1f, 1f, 1f, 1f, 1f, 1f, 1f];
        Dataset data = Dataset.FromTargets(inputs, subject.Network.InputSize, subject.Targets(3, 8), subject.Network.OutputSize).WithWeights(weights);

        Assert.True(float.IsFinite(new Trainer(subject.Network, data, new Sgd(0.1f)).Step()));
        Assert.All(subject.Parameters, static parameter => Assert.True(float.IsFinite(parameter)));
        Assert.True(double.IsFinite(subject.Network.Evaluate(data).Cost));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(500)]
    public void NothingAllocatesFromTheSecondEpochOn(int batchSize)
    {
        foreach (bool areLabels in new[] { false, true })
        {
            Subject subject = Subject.Randomized(typeof(SmallNet), 1);
            Dataset data = Data(subject, areLabels).WithWeights(Samples.Uniform(5, Rows, 0f, 2f));
            Trainer trainer = new(subject.Network, data, new Adam(), new TrainerOptions { BatchSize = batchSize });
            RunEpochs(trainer, 1);
            AllocationTests.AllocatesNothing(() => trainer.TrainFor(TimeSpan.FromTicks(1)), 300);
            AllocationTests.AllocatesNothing(() => trainer.Step(), 300);
        }
    }

    /// <summary>By the clock of the machine. How many steps fit into some time is tested with a clock that the test moves.</summary>
    [Fact]
    public void ItTakesWholeStepsUntilItsTimeIsOver()
    {
        Subject subject = Subject.Of(typeof(SmallNet));
        Trainer trainer = new(subject.Network, Data(subject, areLabels: true), new Sgd(0.1f), new TrainerOptions { BatchSize = 100 });
        TimeSpan budget = TimeSpan.FromMilliseconds(20);

        Assert.Equal(0, trainer.TrainFor(TimeSpan.Zero));
        long start = Stopwatch.GetTimestamp();
        int steps = trainer.TrainFor(budget);

        Assert.True(Stopwatch.GetElapsedTime(start) >= budget);
        Assert.Equal(5, trainer.StepsPerEpoch);
        Assert.Equal(steps, (trainer.Epoch * trainer.StepsPerEpoch) + trainer.StepInEpoch);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Subject subject = Subject.Of(typeof(SmallNet));
        INetwork network = subject.Network;
        Sgd sgd = new(0.1f);
        Dataset data = Data(subject, areLabels: true);

        Says("data: expected rows of " + network.InputSize + " inputs", () => new Trainer(network, Dataset.FromLabels(new float[network.InputSize + 1], network.InputSize + 1, [0], network.OutputSize), sgd));
        Says("data: expected " + network.OutputSize + " classes", () => new Trainer(network, Dataset.FromLabels(new float[network.InputSize], network.InputSize, [0], network.OutputSize + 1), sgd));
        Says("data: expected rows of " + network.OutputSize + " targets", () => new Trainer(network, Dataset.FromTargets(new float[network.InputSize], network.InputSize, new float[network.OutputSize + 1], network.OutputSize + 1), sgd));
        Says("BatchSize: expected at least 1 row, got 0", () => new Trainer(network, data, sgd, new TrainerOptions { BatchSize = 0 }));
        Says("ClassWeights: expected finite values of at least 0, got -1 for class 1", () => new Trainer(network, data, sgd, new TrainerOptions { ClassWeights = Weights(-1f) }));
        Says("ClassWeights: expected finite values of at least 0, got NaN for class 1", () => new Trainer(network, data, sgd, new TrainerOptions { ClassWeights = Weights(float.NaN) }));
        Says("ClassWeights: expected " + network.OutputSize + " weights", () => new Trainer(network, data, sgd, new TrainerOptions { ClassWeights = [1f] }));
    }

    private static float[] Weights(float second)
    {
        float[] weights = new float[SmallNet.OutputSize];
        weights[1] = second;
        return weights;
    }

    private static void Says(string message, Action act)
        => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static float Step(INetwork network, Dataset data)
        => new Trainer(network, data, new Sgd(0.1f), new TrainerOptions { BatchSize = data.Count, Shuffle = false }).Step();

    private static void RunEpochs(Trainer trainer, int epochs)
    {
        while (trainer.Epoch < epochs)
        {
            trainer.Step();
        }
    }

    private static Dataset Data(Subject subject, bool areLabels) => areLabels
        ? Dataset.FromLabels(subject.Inputs(2, Rows), subject.Network.InputSize, subject.Labels(3, Rows), subject.Network.OutputSize)
        : Dataset.FromTargets(subject.Inputs(2, Rows), subject.Network.InputSize, subject.Targets(3, Rows), subject.Network.OutputSize);

    private static double TrainByHand(Subject subject, Dataset data, int batchSize, Optimizer optimizer)
    {
        INetwork network = subject.Network;
        RandomSource random = new(Seed);
        int[] order = [.. Enumerable.Range(0, Rows)];
        double cost = 0;
        for (int epoch = 0; epoch < 2; epoch++)
        {
            cost = 0;
            random.Shuffle<int>(order);
            foreach (int[] rows in order.Chunk(batchSize))
            {
                float[] inputs = Pick(data.Inputs, network.InputSize, rows);
                float reduced = data.HasLabels
                    ? network.Train(inputs, Pick(data.Labels, 1, rows), optimizer)
                    : network.Train(inputs, Pick(data.Targets, network.OutputSize, rows), optimizer);
                cost += subject.Topology.Reduction == Reduction.Sum ? reduced : (double)rows.Length * reduced;
            }
        }

        return cost / Rows;
    }

    private static T[] Pick<T>(ReadOnlySpan<T> values, int size, IEnumerable<int> rows)
    {
        List<T> picked = [];
        foreach (int row in rows)
        {
            picked.AddRange(values.Slice(row * size, size));
        }

        return [.. picked];
    }

    private static int[] BitsOf(Subject subject) => Bits.Of(subject.Parameters);

    /// <summary>A rule that wants the whole gradient at once.</summary>
    private sealed class OwnRule() : Optimizer(0.1f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= LearningRate * gradients[i];
            }
        }
    }
}
