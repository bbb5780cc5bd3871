using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;
using Xunit.Sdk;

namespace Backprop.Network.Tests;

/// <summary><c>Fit</c> on generated networks: the same bits as the loop it stands for, on any number of threads, and no byte allocated in an epoch.</summary>
[Collection(AloneCollection.Name)]
public sealed class FitTests
{
    private const int Rows = 103;

    public static TheoryData<bool, bool, int> Loops => new()
    {
        { true, true, 10 },
        { true, false, 32 },
        { false, true, 32 },
        { false, false, 103 },
        { false, true, 1 },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public void TheBitsAreThoseOfTheLoopItStandsFor(bool labels, bool shuffle, int batchSize)
    {
        Subject byHand = Subject.Randomized(typeof(SoftmaxNet), 1);
        Subject byFit = Subject.Randomized(typeof(SoftmaxNet), 1);
        Dataset data = Data(byFit, labels);
        FitOptions options = new()
        {
            Epochs = 3,
            BatchSize = batchSize,
            Shuffle = shuffle,
            Seed = 7,
            Optimizer = new Sgd(0.1f, 0.9f),
            Validation = data,
            TrainMetrics = true,
            EarlyStopping = new EarlyStopping { RestoreBest = false },
        };

        double[] costs = TrainByHand(byHand.Network, data, options with { Optimizer = new Sgd(0.1f, 0.9f) });
        TrainingHistory history = byFit.Network.Fit(data, options);

        Bits.Same(byHand.Parameters, byFit.Parameters);
        Assert.Equal(costs, history.Epochs.Select(static e => e.Cost));
    }

    [Fact]
    public void AScheduleSetsTheRateOfEachStepAndIsToldOfEachEpoch()
    {
        Subject byHand = Subject.Randomized(typeof(SoftmaxNet), 1);
        Subject byFit = Subject.Randomized(typeof(SoftmaxNet), 1);
        Dataset data = Data(byFit, labels: true);
        Sgd sgd = new(0.5f, 0.9f);
        Trainer trainer = new(byHand.Network, data, sgd, new TrainerOptions { Seed = 7 });
        for (int step = 0; trainer.Epoch < 3; step++)
        {
            sgd.LearningRate = 0.5f / (1 + step + trainer.Epoch);
            trainer.Step();
        }

        Falling schedule = new();
        Sgd other = new(0.5f, 0.9f);
        TrainingHistory history = byFit.Network.Fit(data, new FitOptions { Epochs = 3, Seed = 7, Optimizer = other, Schedule = schedule });

        Bits.Same(byHand.Parameters, byFit.Parameters);
        Assert.Equal(history.Epochs.Select(static e => e.Cost), schedule.Costs);
        Assert.Equal(sgd.LearningRate, history.Epochs[^1].LearningRate);
        Assert.Equal(0.5f, other.LearningRate);
    }

    [Fact]
    public void NoNumberOfThreadsShows()
    {
        (int[] Parameters, double[] Costs) expected = Train(seed: 3, threads: null);

        foreach (int count in new[] { 1, 2, 3 })
        {
            using TrainingThreads threads = new(count) { LeastWork = 0, LeastShareRows = 0 };
            (int[] parameters, double[] costs) = Train(seed: 3, threads);
            Assert.Equal(expected.Parameters, parameters);
            Assert.Equal(expected.Costs, costs);
            Assert.Equal(count > 1, threads.Runs > 0);
        }

        Assert.NotEqual(expected.Parameters, Train(seed: 4, threads: null).Parameters);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    public void EpochsAllocateNothingFromTheSecondOn(bool labels, int threadCount)
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 1);
        Dataset data = Data(subject, labels);
        using TrainingThreads? threads = threadCount == 0 ? null : new TrainingThreads(threadCount) { LeastWork = 0, LeastShareRows = 0 };

        // A collection counts what this thread had reserved as allocated: then it is measured again.
        for (int attempt = 0; attempt < 10; attempt++)
        {
            AllocationRecorder recorder = new(200);
            int collections = GC.CollectionCount(0);
            subject.Network.Fit(data, new FitOptions
            {
                Epochs = 200,
                BatchSize = 10,
                Optimizer = new Adam(),
                ValidationFraction = 0.3,
                TrainMetrics = true,
                EarlyStopping = new EarlyStopping { Patience = 200 },
                TargetCost = -1,
                TimeLimit = TimeSpan.FromMinutes(5),
                Threads = threads,
                Progress = recorder,
            });
            if (GC.CollectionCount(0) == collections)
            {
                Assert.Equal(recorder.Bytes[0], recorder.Bytes[^1]);
                return;
            }
        }

        throw new XunitException("Garbage was collected during each attempt.");
    }

    [Fact]
    public void AllocationsInAnEpochWouldBeSeen()
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 1);
        AllocationRecorder recorder = new(20);

        subject.Network.Fit(Data(subject, labels: false), new FitOptions { Epochs = 20, Optimizer = new AllocatingRule(), Progress = recorder });

        Assert.True(recorder.Bytes[^1] - recorder.Bytes[0] >= 19 * 24);
    }

    [Fact]
    public void ALearningRateThatIsTooLargeLeavesFiniteParameters()
    {
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        Dataset data = Data(subject, labels: false);
        float[] before = subject.Parameters;

        TrainingHistory history = subject.Network.Fit(data, new FitOptions { Epochs = 50, BatchSize = 10, Optimizer = new Sgd(1e9f, 0.9f) });

        Assert.Equal(StopReason.NonFiniteCost, history.StopReason);
        Assert.Equal(history.Epochs.Count + 1, history.NonFinite!.Epoch);
        Assert.All(subject.Parameters, static value => Assert.True(float.IsFinite(value)));
        Bits.Same(before, subject.Parameters);
    }

    [Fact]
    public void WhatMomentumRemembersIsForgottenWithTheParametersThatWereNotFinite()
    {
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        Subject fresh = Subject.Randomized(typeof(TanhNet), 1);
        Dataset data = Data(subject, labels: false);
        Sgd sgd = new(1e9f, 0.9f);
        subject.Network.Fit(data, new FitOptions { Epochs = 50, BatchSize = 10, Optimizer = sgd });

        sgd.LearningRate = 0.01f;
        subject.Network.Fit(data, new FitOptions { Epochs = 2, Optimizer = sgd });
        fresh.Network.Fit(data, new FitOptions { Epochs = 2, Optimizer = new Sgd(0.01f, 0.9f) });

        Bits.Same(fresh.Parameters, subject.Parameters);
    }

    [Fact]
    public void TheBestParametersAreThoseOfTheBestEpoch()
    {
        Subject subject = Subject.Randomized(typeof(SoftmaxNet), 1);
        Dataset data = Data(subject, labels: true);
        Dataset validation = data.Slice(0, 40);

        // Random labels, which cannot be learned: the validation cost goes up again.
        TrainingHistory history = subject.Network.Fit(
            data.Slice(40, 63), new FitOptions { Epochs = 300, BatchSize = 7, Optimizer = new Adam(0.01f), Validation = validation, EarlyStopping = new EarlyStopping { Patience = 5 } });

        Assert.Equal(StopReason.EarlyStopping, history.StopReason);
        Assert.True(history.BestEpoch < history.Epochs.Count);
        Evaluation evaluation = subject.Network.Evaluate(validation);
        Assert.Equal(history.Epochs[history.BestEpoch - 1].ValidationCost, evaluation.Cost);
        Assert.Equal(history.Epochs[history.BestEpoch - 1].ValidationAccuracy, evaluation.Accuracy);
        Assert.Equal(history.Epochs.Min(static e => e.ValidationCost), evaluation.Cost);
    }

    [Fact]
    public void AnAccuracyThatIsNotMeasuredCannotBeMonitored()
    {
        FitOptions options = new() { EarlyStopping = new EarlyStopping { Monitor = EarlyStoppingMonitor.Accuracy } };
        Subject classes = Subject.Of(typeof(SoftmaxNet)), numbers = Subject.Of(typeof(TanhNet));

        Refuses(() => classes.Network.Fit(Data(classes, labels: true), options));
        Refuses(() => numbers.Network.Fit(Data(numbers, labels: false), options with { TrainMetrics = true }));
        classes.Network.Fit(Data(classes, labels: true), options with { TrainMetrics = true, Epochs = 1 });

        static void Refuses(Action fit)
            => Assert.StartsWith("EarlyStopping.Monitor: expected Cost where no accuracy is measured", Assert.ThrowsAny<ArgumentException>(fit).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StopReason.Cancelled)]
    [InlineData(StopReason.TimeLimit)]
    public void ParametersThatAreNotFiniteDoNotStayWhateverEndsTheTraining(StopReason first)
    {
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        float[] before = subject.Parameters;
        using CancellationTokenSource stop = new();
        FitOptions options = new()
        {
            Optimizer = new NotFiniteRule(then: () =>
            {
                if (first == StopReason.Cancelled)
                {
                    stop.Cancel();
                }
                else
                {
                    Thread.Sleep(50);
                }
            }),
            TimeLimit = TimeSpan.FromMilliseconds(first == StopReason.TimeLimit ? 40 : 60_000),
            CancellationToken = stop.Token,
        };

        TrainingHistory history = subject.Network.Fit(Data(subject, labels: false), options);

        Assert.Equal(StopReason.NonFiniteCost, history.StopReason);
        Assert.Equal("a parameter was not finite after batch 1 of epoch 1, at a learning rate of 0.1", history.NonFinite!.ToString());
        Bits.Same(before, subject.Parameters);
    }

    [Fact]
    public void AnExceptionInAReportLeavesTheBestParameters()
    {
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        Dataset data = Data(subject, labels: false);
        List<double> costs = [];

        // Steps that are much too large: no epoch is better than the first.
        Assert.Throws<NotSupportedException>(() => subject.Network.Fit(data, new FitOptions
        {
            Epochs = 5,
            Optimizer = new Adam(0.5f),
            Validation = data,
            EarlyStopping = new EarlyStopping(),
            Progress = new Reporter(report =>
            {
                costs.Add(report.ValidationCost!.Value);
                if (report.Epoch == 5)
                {
                    throw new NotSupportedException();
                }
            }),
        }));

        Assert.NotEqual(costs[^1], costs.Min());
        Assert.Equal(costs.Min(), subject.Network.Evaluate(data).Cost);
    }

    [Fact]
    public void WhatASchedulesTrainingChangesBelongsToItAlone()
    {
        Subject one = Subject.Of(typeof(SmallNet)), other = Subject.Of(typeof(SmallNet));
        Dataset data = Data(one, labels: true);
        Adam adam = new(0.1f);
        LearningRateSchedule schedule = LearningRateSchedule.Exponential(0.5f);
        FitOptions inner = new() { Epochs = 1 };
        List<string?> problems = [];

        one.Network.Fit(data, new FitOptions
        {
            Epochs = 1,
            Optimizer = adam,
            Schedule = schedule,
            Progress = new Reporter(_ =>
            {
                problems.Add(Record.Exception(() => other.Network.Fit(data, inner with { Optimizer = adam }))?.Message);
                problems.Add(Record.Exception(() => other.Network.Fit(data, inner with { Optimizer = adam, Schedule = LearningRateSchedule.Constant() }))?.Message);
                problems.Add(Record.Exception(() => other.Network.Fit(data, inner with { Optimizer = new Adam(), Schedule = schedule }))?.Message);
            }),
        });

        Assert.Equal(
            [
                "Expected an optimizer of its own for a training with a schedule, got one that another Fit uses.",
                "Expected an optimizer of its own for a training with a schedule, got one that another Fit uses.",
                "Expected a schedule of its own for each training, got one that another Fit uses.",
            ],
            problems);

        // Without a schedule an optimizer may be shared; and everything is free again afterwards.
        one.Network.Fit(data, new FitOptions { Epochs = 1, Optimizer = adam, Progress = new Reporter(_ => other.Network.Fit(data, inner with { Optimizer = adam })) });
        other.Network.Fit(data, inner with { Optimizer = adam, Schedule = schedule });
    }

    [Fact]
    public void ARateThatASchedulesMinimumIsAboveIsRefusedInTheCall()
    {
        SmallNet network = new();
        Dataset data = Data(Subject.Of(network), labels: true);
        FitOptions options = new() { Schedule = LearningRateSchedule.Cosine(minimum: 0.5f) };

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = network.FitAsync(data, options); });
        network.Fit(data, options with { Schedule = null });
    }

    [Fact]
    public void ARateThatGrowsBeyondAllBoundsEndsInAStop()
    {
        SmallNet network = new();

        TrainingHistory history = network.Fit(
            Data(Subject.Of(network), labels: true), new FitOptions { Epochs = 60, Optimizer = new Sgd(1f), Schedule = LearningRateSchedule.Exponential(10f) });

        Assert.Contains(history.StopReason, new[] { StopReason.NonFiniteCost, StopReason.Completed });
        Assert.All(network.Parameters.ToArray(), static parameter => Assert.True(float.IsFinite(parameter)));
    }

    [Fact]
    public void ThreadsThatWereDisposedOfAreRefused()
    {
        SmallNet network = new();
        float[] before = network.Parameters.ToArray();
        TrainingThreads threads = new(2);
        threads.Dispose();

        Assert.Throws<ObjectDisposedException>(() => network.Fit(Data(Subject.Of(network), labels: true), new FitOptions { Threads = threads }));

        Bits.Same(before, network.Parameters);
    }

    [Fact]
    public void LabelsThatWereChangedAreRefusedAndNotFollowed()
    {
        Subject subject = Subject.Of(typeof(SmallNet));
        int[] labels = subject.Labels(3, Rows);
        Dataset data = Dataset.FromLabels(subject.Inputs(2, Rows), SmallNet.InputSize, labels, SmallNet.OutputSize);
        labels[0] = 1_000_000_000;
        FitOptions options = new() { BatchSize = Rows, ClassWeights = [1f, 2f] };

        Assert.Equal(
            "Expected labels from 0 to 1, got 1000000000 in row 0: the labels of the data set were changed.",
            Assert.Throws<InvalidOperationException>(() => subject.Network.Fit(data, options)).Message);
    }

    /// <summary>Three times the rows of a step take no longer than the step: so often cancellation is looked at, unless all takes no time worth mentioning.</summary>
    [Theory]
    [InlineData(2_000_000, 10, 30)]
    [InlineData(2_000_000, 1000, 1024)]
    [InlineData(2_000_000, 1, 8)]
    [InlineData(100, 1, 1024)]
    public void AValidationIsCancelledWithinTheTimeOfABatch(int parameters, int batch, int expected)
        => Assert.Equal(expected, Backprop.Training.EvaluationPass.RowsOfBlock(rows: 5000, parameters, outputs: 1, mostRows: 3 * batch));

    [Fact]
    public void OneFitAtATimeTrainsANetwork()
    {
        SmallNet network = new();
        Dataset data = Data(Subject.Of(network), labels: true);
        InvalidOperationException? inside = null;
        FitOptions options = new()
        {
            Epochs = 1,
            Progress = new Reporter(_ => inside = Record.Exception(() => network.Fit(data)) as InvalidOperationException),
        };

        network.Fit(data, options);
        Assert.Equal("Expected a network that is not being trained, got one that a Fit trains.", inside!.Message);

        // A trial would put back parameters from the middle of it.
        network.Fit(data, options with { Progress = new Reporter(_ => inside = Record.Exception(() => network.OverfitBatch(new float[3], [0])) as InvalidOperationException) });
        Assert.Equal("Expected a network that is not being trained, got one that a Fit trains.", inside!.Message);

        // However a training ends, the next one may begin.
        Assert.Throws<NotSupportedException>(() => network.Fit(data, options with { Progress = new Reporter(static _ => throw new NotSupportedException()) }));
        Assert.ThrowsAny<ArgumentException>(() => network.Fit(data, options with { Epochs = 0 }));
        network.Fit(data, options with { Progress = null });
    }

    [Theory]
    [InlineData(typeof(SmallNet))]
    [InlineData(typeof(SmallSumNet))]
    public void ACostIsAMeanWhateverTheReduction(Type type)
    {
        Subject mean = Subject.Randomized(typeof(SmallNet), 1);
        Subject subject = Subject.Randomized(type, 1);
        Dataset data = Data(subject, labels: false);

        double expected = Enumerable.Range(0, Rows).Average(row => (double)mean.Network.Cost(
            data.Inputs.Slice(row * SmallNet.InputSize, SmallNet.InputSize), data.Targets.Slice(row * SmallNet.OutputSize, SmallNet.OutputSize)));

        Assert.Equal(expected, subject.Network.Evaluate(data).Cost, 1e-6);
        Assert.Equal(expected, subject.Network.Fit(data, new FitOptions { Epochs = 1, Optimizer = new Sgd(0f) }).Epochs[0].Cost, 1e-6);
    }

    [Fact]
    public void AccuracyIsThatOfPredict()
    {
        Subject subject = Subject.Randomized(typeof(SoftmaxNet), 1);
        Dataset data = Data(subject, labels: true);

        int correct = Enumerable.Range(0, Rows).Count(row => subject.Network.Predict(data.Inputs.Slice(row * SoftmaxNet.InputSize, SoftmaxNet.InputSize)) == data.Labels[row]);

        Assert.Equal((double)correct / Rows, subject.Network.Evaluate(data).Accuracy);
    }

    [Theory]
    [InlineData(typeof(SoftmaxNet), 1)]
    [InlineData(typeof(SmallSumNet), 1)]
    [InlineData(typeof(PaddedNet), 3)]
    public void AWeightedCostIsTheMeanOfTheRowsCostsTimesTheirWeights(Type type, int threadCount)
    {
        const int Many = 1500; // More than one block of an evaluation.
        Subject subject = Subject.Randomized(type, 1);
        using TrainingThreads threads = new(threadCount) { LeastWork = 0, LeastShareRows = 0 };
        float[] inputs = subject.Inputs(2, Many);
        float[] targets = subject.Targets(3, Many);
        float[] weights = Samples.Uniform(4, Many, 0f, 2f);
        Dataset data = Dataset.FromTargets(inputs, subject.Network.InputSize, targets, subject.Network.OutputSize);

        double[] costs = [.. Enumerable.Range(0, Many).Select(row => (double)subject.Network.Cost(
            data.Inputs.Slice(row * data.InputSize, data.InputSize), data.Targets.Slice(row * data.TargetSize, data.TargetSize)))];
        subject.Network.Threads = threads;

        // A row's cost in a block has the bits of its cost alone, and a mean of doubles is exact to far more digits.
        Assert.Equal(costs.Average(), subject.Network.Evaluate(data).Cost, 1e-12);
        Assert.Equal(costs.Zip(weights, static (cost, weight) => cost * weight).Average(), subject.Network.Evaluate(data.WithWeights(weights)).Cost, 1e-12);
    }

    [Fact]
    public void ExclusiveOrIsLearned()
    {
        Dataset data = Dataset.FromTargets([0, 0, 0, 1, 1, 0, 1, 1], 2, [0, 1, 1, 0], 1);
        XorLearner network = new(1);

        TrainingHistory history = network.Fit(data, new FitOptions { Epochs = 2000, Optimizer = new Adam(0.05f), TargetCost = 0.01 });

        Assert.Equal(StopReason.TargetCost, history.StopReason);
        Assert.Equal(1.0, network.Evaluate(data).Accuracy);
    }

    private static (int[] Parameters, double[] Costs) Train(ulong seed, TrainingThreads? threads)
    {
        Subject subject = Subject.Randomized(typeof(PaddedNet), 1);
        TrainingHistory history = subject.Network.Fit(
            Data(subject, labels: true),
            new FitOptions { Epochs = 4, BatchSize = 16, Seed = seed, ValidationFraction = 0.25, EarlyStopping = new EarlyStopping(), Threads = threads });
        return (Bits.Of(subject.Parameters), [.. history.Epochs.SelectMany(static e => new[] { e.Cost, e.ValidationCost!.Value, e.ValidationAccuracy!.Value })]);
    }

    private static Dataset Data(Subject subject, bool labels)
        => labels
            ? Dataset.FromLabels(subject.Inputs(2, Rows), subject.Network.InputSize, subject.Labels(3, Rows), subject.Network.OutputSize)
            : Dataset.FromTargets(subject.Inputs(2, Rows), subject.Network.InputSize, subject.Targets(3, Rows), subject.Network.OutputSize);

    /// <summary>The loop that a user would write: shuffle, gather, train.</summary>
    private static double[] TrainByHand(INetwork network, Dataset data, FitOptions options)
    {
        RandomSource random = new(options.Seed);
        int[] order = [.. Enumerable.Range(0, data.Count)];
        List<double> costs = [];
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            if (options.Shuffle)
            {
                random.Shuffle<int>(order);
            }

            double sum = 0;
            foreach (int[] batch in order.Chunk(options.BatchSize))
            {
                float[] inputs = [.. batch.SelectMany(row => data.Inputs.Slice(row * data.InputSize, data.InputSize).ToArray())];
                float cost = data.HasLabels
                    ? network.Train(inputs, (int[])[.. batch.Select(row => data.Labels[row])], options.Optimizer)
                    : network.Train(inputs, (float[])[.. batch.SelectMany(row => data.Targets.Slice(row * data.TargetSize, data.TargetSize).ToArray())], options.Optimizer);
                sum += (double)cost * batch.Length;
            }

            costs.Add(sum / data.Count);
        }

        return [.. costs];
    }

    /// <summary>Notes what the thread has allocated by the end of each epoch.</summary>
    private sealed class AllocationRecorder(int epochs) : IProgress<EpochReport>
    {
        public long[] Bytes { get; } = new long[epochs];

        public void Report(EpochReport value) => Bytes[value.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread();
    }

    private sealed class Reporter(Action<EpochReport> report) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => report(value);
    }

    /// <summary>Its first step makes a parameter infinite.</summary>
    private sealed class NotFiniteRule(Action then) : Optimizer(0.1f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            parameters[0] = float.PositiveInfinity;
            then();
        }
    }

    private sealed class AllocatingRule() : Optimizer(0.1f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state) => GC.KeepAlive(new byte[8]);
    }

    private sealed class Falling : LearningRateSchedule
    {
        public List<double> Costs { get; } = [];

        public override float RateAt(long step, int epoch) => InitialRate / (1 + step + epoch);

        public override void EndEpoch(double cost) => Costs.Add(cost);
    }
}
