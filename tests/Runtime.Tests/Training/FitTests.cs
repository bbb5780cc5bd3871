using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>What <c>Fit</c> does with costs that are written down here: one step an epoch, unless a test says otherwise.</summary>
public sealed class FitTests
{
    private static readonly Dataset Rows = Dataset.FromTargets([1, 2, 3, 4], 1, [1, 2, 3, 4], 1);

    private static readonly FitOptions OneStep = new() { Epochs = 8, BatchSize = 4 };

    [Fact]
    public void AllEpochsAreDoneAndReported()
    {
        ScriptedNetwork network = Validated(trainCosts: [8, 7, 6], validationCosts: [5, 3, 4]);
        FitOptions options = OneStep with { Epochs = 3, Optimizer = new Sgd(0.25f), Validation = Rows };

        TrainingHistory history = network.Fit(Rows, options);

        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.Equal([1, 2, 3], history.Epochs.Select(static e => e.Epoch));
        Assert.Equal([8, 7, 6], history.Epochs.Select(static e => e.Cost));
        Assert.Equal([5, 3, 4], history.Epochs.Select(static e => e.ValidationCost));
        Assert.Equal([5, 3, 4], history.Epochs.Select(static e => e.MonitoredCost));
        Assert.Equal(2, history.BestEpoch);
        Assert.Equal(3, network.Steps);
        Assert.Null(history.NonFinite);
        Assert.All(history.Epochs, static e =>
        {
            Assert.Equal(0.25f, e.LearningRate);
            Assert.Null(e.Accuracy);
            Assert.Null(e.ValidationAccuracy);
            Assert.InRange(e.Time, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            Assert.True(e.SamplesPerSecond > 0 && double.IsFinite(e.SamplesPerSecond));
        });
        Assert.True(history.Time >= history.Epochs.Aggregate(TimeSpan.Zero, static (sum, e) => sum + e.Time));
    }

    [Fact]
    public void TheTrainingCostIsTheMeanOverTheRowsOfTheEpoch()
    {
        // Three rows at a cost of 4, then one at a cost of 8.
        ScriptedNetwork network = new() { TrainCost = static step => step % 2 == 0 ? 4 : 8 };

        TrainingHistory history = network.Fit(Rows, new FitOptions { Epochs = 2, BatchSize = 3 });

        Assert.Equal([5, 5], history.Epochs.Select(static e => e.Cost));
    }

    [Fact]
    public void ACostThatIsASumBecomesAMean()
    {
        // Sums over three rows and one, and over four.
        SummingNetwork network = new() { TrainCost = static step => step % 2 == 0 ? 12 : 8, RowsCost = static _ => 20 };

        EpochReport report = network.Fit(Rows, new FitOptions { Epochs = 1, BatchSize = 3, Validation = Rows }).Epochs[0];

        Assert.Equal(5, report.Cost);
        Assert.Equal(5, report.ValidationCost);
        Assert.Equal(5, network.Evaluate(Rows).Cost);
    }

    [Fact]
    public void EarlyStoppingWaitsForItsPatienceAndRestoresTheBest()
    {
        ScriptedNetwork network = Validated(trainCosts: [8, 7, 6, 5, 4, 3, 2, 1], validationCosts: [5, 4, 6, 3, 7, 3, 2, 1]);

        TrainingHistory history = network.Fit(Rows, OneStep with { Validation = Rows, EarlyStopping = new EarlyStopping { Patience = 2 } });

        // 3 again is no improvement.
        Assert.Equal(StopReason.EarlyStopping, history.StopReason);
        Assert.Equal(6, history.Epochs.Count);
        Assert.Equal(4, history.BestEpoch);
        Assert.Equal(4, network.Steps);
    }

    [Fact]
    public void EarlyStoppingMonitorsTheTrainingCostWithoutAValidationSet()
    {
        ScriptedNetwork network = new() { TrainCost = Script(5, 4, 4.5f, 1) };

        TrainingHistory history = network.Fit(Rows, OneStep with { EarlyStopping = new EarlyStopping { Patience = 1, RestoreBest = false } });

        Assert.Equal(StopReason.EarlyStopping, history.StopReason);
        Assert.Equal(2, history.BestEpoch);
        Assert.Equal(3, network.Steps);
    }

    [Fact]
    public void SmallImprovementsDoNotCountButTheBestIsStillTheLeast()
    {
        // Each step is below the least improvement, but their sum passes it: at 3.5 counted from 4, not from 3.75.
        ScriptedNetwork network = new() { TrainCost = Script(4, 3.75f, 3.5f, 3.25f, 3f, 3.5f, 3.5f, 3.5f) };
        EarlyStopping early = new() { Patience = 3, MinDelta = 0.5 };

        TrainingHistory history = network.Fit(Rows, OneStep with { EarlyStopping = early });

        // 4 → 3.25 at epoch 4 is the last improvement by more than 0.5; 3 at epoch 5 is the least.
        Assert.Equal(7, history.Epochs.Count);
        Assert.Equal(5, history.BestEpoch);
        Assert.Equal(5, network.Steps);
    }

    [Fact]
    public void TheBestIsRestoredWhateverEndsTheTraining()
    {
        ScriptedNetwork network = new() { TrainCost = Script(4, 1, 2) };

        TrainingHistory history = network.Fit(Rows, OneStep with { Epochs = 3, EarlyStopping = new EarlyStopping() });

        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.Equal(2, network.Steps);
    }

    [Fact]
    public void TheTargetIsOneOfTheTrainingCost()
    {
        ScriptedNetwork network = new() { TrainCost = Script(4, 3, 2, 1) };

        TrainingHistory history = network.Fit(Rows, OneStep with { TargetCost = 2 });

        Assert.Equal(StopReason.TargetCost, history.StopReason);
        Assert.Equal(3, history.Epochs.Count);
    }

    [Fact]
    public void TheTargetIsOneOfTheValidationCostIfThereIsOne()
    {
        ScriptedNetwork network = Validated(trainCosts: [1, 1, 1, 1], validationCosts: [4, 3, 2.5f, 2]);

        TrainingHistory history = network.Fit(Rows, OneStep with { TargetCost = 2.5, Validation = Rows });

        Assert.Equal(StopReason.TargetCost, history.StopReason);
        Assert.Equal(3, history.Epochs.Count);
    }

    // A step takes 3 ms, and the validation after the fourth of an epoch 5 ms: steps begin at 0, 3, 6, 9, and at 17, 20, 23, 26, and at 34.
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(9, 3, 0)]
    [InlineData(10, 4, 1)]
    [InlineData(17, 4, 1)]
    [InlineData(18, 5, 1)]
    [InlineData(23, 6, 1)]
    [InlineData(24, 7, 1)]
    [InlineData(34, 8, 2)]
    public void NoStepBeginsAfterTheTimeLimit(int milliseconds, int steps, int epochs)
    {
        ScriptedClock clock = new();
        ScriptedNetwork network = Timed(clock);
        FitOptions options = new() { Epochs = 8, BatchSize = 1, Validation = Rows, TimeLimit = TimeSpan.FromMilliseconds(milliseconds), Clock = clock };

        TrainingHistory history = network.Fit(Rows, options);

        Assert.Equal(StopReason.TimeLimit, history.StopReason);
        Assert.Equal(steps, network.Steps);
        Assert.Equal(epochs, history.Epochs.Count);
        Assert.Equal(TimeSpan.FromMilliseconds((3 * steps) + (5 * epochs)), history.Time);
    }

    [Fact]
    public void TimesAreThoseOfTheClock()
    {
        ScriptedClock clock = new();

        TrainingHistory history = Timed(clock).Fit(Rows, new FitOptions { Epochs = 3, BatchSize = 1, Validation = Rows, Clock = clock });

        Assert.Equal(TimeSpan.FromMilliseconds(51), history.Time);
        Assert.All(history.Epochs, static epoch =>
        {
            Assert.Equal(TimeSpan.FromMilliseconds(17), epoch.Time);
            Assert.Equal(4 / 0.012, epoch.SamplesPerSecond);
        });
    }

    [Fact]
    public void CancellationEndsTheTrainingBeforeTheNextStep()
    {
        using CancellationTokenSource source = new();
        ScriptedNetwork network = new() { AfterStep = step => CancelAt(source, step, 6) };

        TrainingHistory history = network.Fit(Rows, new FitOptions { Epochs = 8, BatchSize = 1, CancellationToken = source.Token });

        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(6, network.Steps);
        Assert.Single(history.Epochs);
    }

    [Fact]
    public void CancellationRestoresTheBestIfThereIsOne()
    {
        using CancellationTokenSource source = new();
        ScriptedNetwork network = new()
        {
            TrainCost = Script(1, 1, 1, 1, 3, 3, 3, 3, 0, 0),
            AfterStep = step => CancelAt(source, step, 10),
        };

        network.Fit(Rows, new FitOptions { Epochs = 8, BatchSize = 1, CancellationToken = source.Token, EarlyStopping = new EarlyStopping() });

        Assert.Equal(4, network.Steps);
    }

    [Fact]
    public void CancellationEndsAValidationBeforeItsNextBlock()
    {
        using CancellationTokenSource source = new();
        List<int> blocks = [];
        ScriptedNetwork network = new()
        {
            AtCost = rows =>
            {
                blocks.Add(rows);
                CancelAt(source, blocks.Count, 2);
            },
        };
        Dataset validation = Dataset.FromTargets(new float[5000], 1, new float[5000], 1);

        TrainingHistory history = network.Fit(Rows, OneStep with { Validation = validation, CancellationToken = source.Token });

        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal([1024, 1024], blocks);
        Assert.Empty(history.Epochs);
    }

    [Fact]
    public void WhatIsCancelledBeforeItsStartDoesNothing()
    {
        ScriptedNetwork network = new();

        TrainingHistory history = network.Fit(Rows, OneStep with { CancellationToken = new CancellationToken(canceled: true), EarlyStopping = new EarlyStopping() });

        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(0, network.Steps);
        Assert.Empty(history.Epochs);
        Assert.Equal(0, history.BestEpoch);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ACostThatIsNotFiniteBringsBackTheStartOfItsEpoch(float cost)
    {
        ScriptedNetwork network = new() { TrainCost = step => step == 6 ? cost : 1f };

        TrainingHistory history = network.Fit(Rows, new FitOptions { Epochs = 8, BatchSize = 1, Optimizer = new Sgd(0.5f) });

        Assert.Equal(StopReason.NonFiniteCost, history.StopReason);
        Assert.Equal(new NonFiniteStop("the training cost", 2, 3, 0.5f), history.NonFinite);
        Assert.Single(history.Epochs);
        Assert.Equal(4, network.Steps);
        Assert.Contains("the training cost was not finite in epoch 2, batch 3, at a learning rate of 0.5", history.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AParameterThatIsNotFiniteBringsBackTheStartOfItsEpoch()
    {
        ScriptedNetwork network = new();
        network.AfterStep = step =>
        {
            if (step == 8)
            {
                network.Parameters[0] = float.NegativeInfinity;
            }
        };

        TrainingHistory history = network.Fit(Rows, new FitOptions { Epochs = 8, BatchSize = 1, Optimizer = new Sgd(0.5f), Validation = Rows });

        Assert.Equal(new NonFiniteStop("a parameter", 2, 4, 0.5f), history.NonFinite);
        Assert.Equal(4, network.Steps);
    }

    [Fact]
    public void AValidationCostThatIsNotFiniteBringsBackTheStartOfItsEpoch()
    {
        ScriptedNetwork network = Validated(trainCosts: [1, 1, 1], validationCosts: [1, 1, float.NaN]);

        TrainingHistory history = network.Fit(Rows, OneStep with { Optimizer = new Sgd(0.5f), Validation = Rows });

        Assert.Equal(new NonFiniteStop("the validation cost", 3, 1, 0.5f), history.NonFinite);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(2, network.Steps);
    }

    [Fact]
    public void ACostThatIsNotFiniteBringsBackTheBestWithEarlyStopping()
    {
        ScriptedNetwork network = new() { TrainCost = Script(3, 1, 2, float.NaN) };

        TrainingHistory history = network.Fit(Rows, OneStep with { EarlyStopping = new EarlyStopping() });

        Assert.Equal(StopReason.NonFiniteCost, history.StopReason);
        Assert.Equal(2, network.Steps);
    }

    [Fact]
    public void ACostThatIsNotFiniteMayBeIgnored()
    {
        ScriptedNetwork network = new() { TrainCost = Script(3, float.NaN, 2) };

        TrainingHistory history = network.Fit(Rows, OneStep with { Epochs = 3, StopAtNonFiniteCost = false });

        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.Equal(3, network.Steps);
        Assert.Equal(3, history.BestEpoch);
    }

    [Fact]
    public void ProgressIsToldOfEachEpoch()
    {
        Recorder recorder = new();

        TrainingHistory history = new ScriptedNetwork().Fit(Rows, OneStep with { Progress = recorder });

        Assert.Equal(history.Epochs, recorder.Reports);
    }

    [Fact]
    public void AFractionValidatesWithTheLastRows()
    {
        Dataset rows = Dataset.FromTargets([.. Enumerable.Range(0, 10).Select(static i => (float)i)], 1, new float[10], 1);
        List<int> validated = [];
        ScriptedNetwork network = new() { AtCost = validated.Add };

        network.Fit(rows, new FitOptions { Epochs = 1, BatchSize = 1, ValidationFraction = 0.9 });

        Assert.Equal(1, network.Steps);
        Assert.Equal([9], validated);
    }

    [Fact]
    public void ThreadsAreLentForTheTraining()
    {
        using TrainingThreads own = new(1);
        using TrainingThreads lent = new(1);
        List<TrainingThreads?> seen = [];
        ScriptedNetwork network = new() { Threads = own };
        network.AfterStep = _ => seen.Add(network.Threads);

        network.Fit(Rows, OneStep with { Epochs = 1, Threads = lent });
        network.Fit(Rows, OneStep with { Epochs = 1 });

        Assert.Equal([lent, own], seen);
        Assert.Same(own, network.Threads);
    }

    [Fact]
    public async Task TheAsynchronousFormTrainsOnAnotherThreadAndCanBeCancelled()
    {
        using CancellationTokenSource source = new();
        int? thread = null;
        ScriptedNetwork network = new()
        {
            AfterStep = step =>
            {
                thread = Thread.CurrentThread.IsThreadPoolThread ? 1 : 0;
                CancelAt(source, step, 3);
            },
        };

        TrainingHistory history = await network.FitAsync(Rows, OneStep, source.Token);

        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(3, network.Steps);
        Assert.Equal(1, thread);
    }

    [Fact]
    public void TheAsynchronousFormChecksItsOptionsInTheCall()
        => Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new ScriptedNetwork().FitAsync(Rows, new FitOptions { Epochs = 0 }); });

    [Fact]
    public void AHistoryPrintsItself()
    {
        ScriptedNetwork network = Validated(trainCosts: [2, 1], validationCosts: [4, 3]);

        string[] lines = network.Fit(Rows, OneStep with { Epochs = 2, Optimizer = new Sgd(0.5f), Validation = Rows }).ToString().Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.Equal("epoch      cost  validation cost  validation MAE  learning rate  seconds  samples/s", Regex.Replace(lines[0], " +samples/s", "  samples/s"));
        Assert.StartsWith("    1  2.000000         4.000000        0.000000       0.500000  ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("   *2  1.000000         3.000000        0.000000       0.500000  ", lines[2], StringComparison.Ordinal);
        Assert.Matches(@"^2 epochs in \d+\.\d\d s: all epochs are done; best epoch: 2$", lines[3]);
    }

    [Fact]
    public void ALongHistoryPrintsItsEnds()
    {
        string text = new ScriptedNetwork().Fit(Rows, OneStep with { Epochs = 100 }).ToString();

        Assert.Equal(43, text.Split('\n').Length);
        Assert.Contains("\n   20  ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   21  ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   80  ", text, StringComparison.Ordinal);
        Assert.Contains("\n   81  ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EarlyStoppingMonitor.Cost, 4, 6)]
    [InlineData(EarlyStoppingMonitor.Accuracy, 2, 4)]
    public void TheBestEpochIsThatOfWhatIsMonitored(EarlyStoppingMonitor monitor, int best, int epochs)
    {
        float[] costs = [4, 3, 2, 1, 5, 5, 5, 5];
        ScriptedClassifier network = new() { CorrectRows = [1, 3, 2, 3, 0, 0, 0, 0], RowsCost = steps => costs[steps - 1] };
        Dataset rows = Dataset.FromLabels(new float[4], 1, [0, 0, 0, 0], 2);

        TrainingHistory history = network.Fit(rows, new FitOptions
        {
            Epochs = 8,
            Validation = rows,
            EarlyStopping = new EarlyStopping { Patience = 2, Monitor = monitor },
        });

        Assert.Equal((best, epochs, StopReason.EarlyStopping), (history.BestEpoch, history.Epochs.Count, history.StopReason));
        Assert.Equal(best, network.Steps);
    }

    [Fact]
    public void ALongHistoryPrintsItsBestEpoch()
    {
        ScriptedNetwork network = new() { TrainCost = static step => step == 49 ? 0.5f : 1f };

        TrainingHistory history = network.Fit(Rows, OneStep with { Epochs = 100 });

        Assert.Equal(50, history.Best!.Value.Epoch);
        Assert.Contains("\n  *50  0.500000 ", history.ToString(), StringComparison.Ordinal);
        Assert.Equal(45, history.ToString().Split('\n').Length);
    }

    [Theory]
    [InlineData(2, "2.000000")]
    [InlineData(0.000012345, "1.2345e-05")]
    [InlineData(2e9, "2.0000e+09")]
    [InlineData(0, "0.000000")]
    public void AReportPrintsItself(double cost, string printed)
        => Assert.Equal(
            $"epoch 3: cost {printed}, validation cost 0.250000, validation accuracy 0.7500",
            new EpochReport { Epoch = 3, Cost = cost, ValidationCost = 0.25, ValidationAccuracy = 0.75 }.ToString());

    [Fact]
    public void ErrorsOfARegressionAreMeasured()
    {
        // The network returns its inputs: errors 1, −2, 0 on the training rows, and 3 on the other.
        Dataset train = Dataset.FromTargets([2, 1, 4], 1, [1, 3, 4], 1), validation = Dataset.FromTargets([5], 1, [2], 1);

        EpochReport report = new ScriptedNetwork().Fit(train, OneStep with { Epochs = 1, Validation = validation, TrainMetrics = true }).Epochs[0];

        Assert.Equal((5 / 3.0, 1.0), (report.MeanSquaredError, report.MeanAbsoluteError));
        Assert.Equal((9.0, 3.0), (report.ValidationMeanSquaredError, report.ValidationMeanAbsoluteError));
        Assert.Null(report.Accuracy);
        Assert.Null(report.ValidationAccuracy);
    }

    [Fact]
    public void AnEmptyHistoryPrintsItself()
    {
        string text = new ScriptedNetwork().Fit(Rows, OneStep with { CancellationToken = new CancellationToken(canceled: true) }).ToString();

        Assert.Contains("0 epochs in 0.00 s: it was cancelled", text, StringComparison.Ordinal);
    }

    private static ScriptedNetwork Validated(float[] trainCosts, float[] validationCosts)
        => new() { TrainCost = Script(trainCosts), RowsCost = steps => validationCosts[steps - 1] };

    private static ScriptedNetwork Timed(ScriptedClock clock)
        => new() { AfterStep = _ => clock.Pass(TimeSpan.FromMilliseconds(3)), AtCost = _ => clock.Pass(TimeSpan.FromMilliseconds(5)) };

    private static Func<int, float> Script(params float[] costs) => step => costs[step];

    private static void CancelAt(CancellationTokenSource source, int step, int last)
    {
        if (step == last)
        {
            source.Cancel();
        }
    }

    /// <summary>Its costs are sums over the rows.</summary>
    [Network(1, 1, Activation.Identity, Reduction = Reduction.Sum)]
    private sealed class SummingNetwork : ScriptedNetwork;

    /// <summary>After each step, so many of its rows are told right.</summary>
    [Network(1, 2, Activation.Softmax)]
    private sealed class ScriptedClassifier : ScriptedNetwork
    {
        public required int[] CorrectRows { get; init; }

        public override int OutputSize => 2;

        public override void Forward(ReadOnlySpan<float> inputs, Span<float> outputs)
        {
            for (int row = 0; row < inputs.Length; row++)
            {
                (outputs[2 * row], outputs[(2 * row) + 1]) = row < CorrectRows[Steps - 1] ? (1f, 0f) : (0f, 1f);
            }
        }
    }

    private sealed class Recorder : IProgress<EpochReport>
    {
        public List<EpochReport> Reports { get; } = [];

        public void Report(EpochReport value) => Reports.Add(value);
    }
}
