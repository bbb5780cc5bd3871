using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>One training by <see cref="NetworkTraining.Fit"/>. All it needs in the epochs is allocated before the first.</summary>
/// <remarks>What runs once an epoch or more is compiled with full optimisation at once, as <see cref="NetworkCore{TKernels}"/> is.</remarks>
internal sealed class FitRun
{
    // Somebody who trains until a time is over may ask for any number of epochs.
    private const int ReservedReports = 1 << 14;

    private readonly INetwork _network;
    private readonly FitOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _otherToken;
    private readonly Trainer _trainer;
    private readonly EvaluationPass? _validation;
    private readonly Metric? _validationMetric;
    private readonly EvaluationPass? _training;
    private readonly Metric? _trainingMetric;
    private readonly ParameterCopy? _epochStart;
    private readonly ParameterCopy? _bestParameters;
    private readonly List<EpochReport> _reports;
    private long _start;
    private double _best = double.PositiveInfinity;
    private int _bestEpoch;
    private double _lastImprovement = double.PositiveInfinity;
    private int _epochsWithoutImprovement;
    private NonFiniteStop? _nonFinite;

    public FitRun(INetwork network, Dataset data, FitOptions options, CancellationToken otherToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data, "train");
        options.Check(network, data);
        (Dataset train, Dataset? validation) = options.Split(data);
        _network = network;
        _options = options;
        _clock = options.Clock;
        _otherToken = otherToken;
        _trainer = new Trainer(network, train, options.Optimizer, options);
        if (validation is not null)
        {
            (Dataset rows, _) = NetworkData.Adapt(network, validation);
            _validationMetric = Metric.For(network, rows);
            _validation = new EvaluationPass(network, rows, _validationMetric, takesCost: true, MostRowsOfBlock(options));
        }

        if (options.TrainMetrics)
        {
            _trainingMetric = Metric.For(network, _trainer.Rows);
            _training = new EvaluationPass(network, _trainer.Rows, _trainingMetric, takesCost: false, MostRowsOfBlock(options));
        }

        CheckMonitor();
        _epochStart = options.StopAtNonFiniteCost ? new ParameterCopy(network) : null;
        _bestParameters = options.EarlyStopping is { RestoreBest: true } ? new ParameterCopy(network) : null;
        _reports = new List<EpochReport>(Math.Min(options.Epochs, ReservedReports));
        BeginUse();
    }

    private void CheckMonitor()
    {
        if (_options.EarlyStopping is { Monitor: EarlyStoppingMonitor.Accuracy } && (_validationMetric ?? _trainingMetric) is not AccuracyMetric)
        {
            throw new ArgumentException(
                "EarlyStopping.Monitor: expected Cost where no accuracy is measured (for want of classes, or of a validation set or TrainMetrics), got Accuracy", nameof(FitOptions.EarlyStopping));
        }
    }

    /// <summary>Cancellation is looked at before each block, and is to be honoured within the time of one step: that goes through its rows three times.</summary>
    private static int MostRowsOfBlock(FitOptions options) => (int)Math.Min(3L * options.BatchSize, int.MaxValue);

    private bool IsCancelled => _options.CancellationToken.IsCancellationRequested || _otherToken.IsCancellationRequested;

    public TrainingHistory Run()
    {
        try
        {
            return _options.Threads is { } threads ? RunOn(threads) : RunAndRestore();
        }
        finally
        {
            EndUse(claims: 3);
        }
    }

    /// <summary>Claims what another training at the same time would disturb: all of it, or nothing if that throws.</summary>
    /// <exception cref="InvalidOperationException">Another one uses it.</exception>
    private void BeginUse()
    {
        int claims = 0;
        try
        {
            _network.Core?.BeginFit();
            claims++;
            _options.Optimizer.BeginFit(changesRate: _options.Schedule is not null);
            claims++;
            _options.Schedule?.BeginFit();
            claims++;
            _options.Schedule?.Begin(_options.Optimizer.LearningRate, _options.Epochs, _trainer.StepsPerEpoch);
        }
        catch
        {
            EndUse(claims);
            throw;
        }
    }

    private void EndUse(int claims)
    {
        if (claims > 2)
        {
            _options.Schedule?.EndFit();
        }

        if (claims > 1)
        {
            _options.Optimizer.EndFit();
        }

        if (claims > 0)
        {
            _network.Core?.EndFit();
        }
    }

    private TrainingHistory RunOn(TrainingThreads threads)
    {
        TrainingThreads? own = _network.Threads;
        _network.Threads = threads;
        try
        {
            return RunAndRestore();
        }
        finally
        {
            _network.Threads = own;
        }
    }

    private TrainingHistory RunAndRestore()
    {
        Optimizer optimizer = _options.Optimizer;
        float learningRate = optimizer.LearningRate;
        _start = _clock.GetTimestamp();
        StopReason? reason = null;
        try
        {
            reason = RunEpochs();
        }
        finally
        {
            // What an exception of the user's interrupts, a report or a rule, ends like everything else.
            reason = Restore(reason);
            optimizer.LearningRate = _options.Schedule is null ? optimizer.LearningRate : learningRate;
        }

        return new TrainingHistory(_reports, reason!.Value, _bestEpoch, _clock.GetElapsedTime(_start), _nonFinite);
    }

    private StopReason RunEpochs()
    {
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            if (RunEpoch(epoch) is { } reason)
            {
                return reason;
            }
        }

        return StopReason.Completed;
    }

    /// <summary>One epoch and what is measured after it.</summary>
    /// <returns>Why the training ends, if it does.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private StopReason? RunEpoch(int epoch)
    {
        long start = _clock.GetTimestamp();
        _epochStart?.Keep();
        if (TakeSteps(epoch) is { } interruption)
        {
            return interruption;
        }

        long trained = _clock.GetTimestamp();
        if (_options.StopAtNonFiniteCost && !Finite.All(_network.Parameters))
        {
            return NonFinite(NonFiniteStop.Parameter, epoch, _trainer.StepsPerEpoch);
        }

        if (!Measure(_validation) || !Measure(_training))
        {
            return StopReason.Cancelled;
        }

        bool measured = _validation is not null || _training is not null;
        long end = measured ? _clock.GetTimestamp() : trained;

        if (_options.StopAtNonFiniteCost && _validation is not null && !double.IsFinite(_validation.Cost))
        {
            return NonFinite(NonFiniteStop.ValidationCost, epoch, _trainer.StepsPerEpoch);
        }

        EpochReport report = new()
        {
            Epoch = epoch,
            Cost = _trainer.Cost,
            Accuracy = (_trainingMetric as AccuracyMetric)?.Accuracy,
            MeanSquaredError = (_trainingMetric as RegressionMetric)?.MeanSquaredError,
            MeanAbsoluteError = (_trainingMetric as RegressionMetric)?.MeanAbsoluteError,
            ValidationCost = _validation?.Cost,
            ValidationAccuracy = (_validationMetric as AccuracyMetric)?.Accuracy,
            ValidationMeanSquaredError = (_validationMetric as RegressionMetric)?.MeanSquaredError,
            ValidationMeanAbsoluteError = (_validationMetric as RegressionMetric)?.MeanAbsoluteError,
            LearningRate = _options.Optimizer.LearningRate,
            Time = _clock.GetElapsedTime(start, end),
            SamplesPerSecond = _trainer.Data.Count / _clock.GetElapsedTime(start, trained).TotalSeconds,
        };
        _reports.Add(report);
        KeepIfBest(report);
        _options.Schedule?.EndEpoch(report.MonitoredCost);
        _options.Progress?.Report(report);
        return ReasonToStop(report);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private StopReason? TakeSteps(int epoch)
    {
        int steps = _trainer.StepsPerEpoch;
        for (int batch = 1; batch <= steps; batch++)
        {
            if (IsCancelled)
            {
                return StopReason.Cancelled;
            }

            if (_options.TimeLimit is { } limit && _clock.GetElapsedTime(_start) >= limit)
            {
                return StopReason.TimeLimit;
            }

            if (_options.Schedule is { } schedule)
            {
                _options.Optimizer.LearningRate = schedule.RateAt(((epoch - 1L) * steps) + batch - 1, epoch - 1);
            }

            float cost = _trainer.Step();
            if (_options.StopAtNonFiniteCost && !float.IsFinite(cost))
            {
                return NonFinite(NonFiniteStop.TrainingCost, epoch, batch);
            }
        }

        return null;
    }

    /// <summary>Goes through the rows of a pass, if there is one.</summary>
    /// <returns>False if the training was cancelled meanwhile.</returns>
    private bool Measure(EvaluationPass? pass) => pass is null || pass.Run(_options.CancellationToken, _otherToken);

    private StopReason NonFinite(string what, int epoch, int batch)
    {
        _nonFinite = new NonFiniteStop(what, epoch, batch, _options.Optimizer.LearningRate);
        return StopReason.NonFiniteCost;
    }

    /// <summary>What is monitored, so that less is better.</summary>
    private double Monitored(in EpochReport report)
        => _options.EarlyStopping is { Monitor: EarlyStoppingMonitor.Accuracy }
            ? -(report.ValidationAccuracy ?? report.Accuracy)!.Value
            : report.MonitoredCost;

    private void KeepIfBest(in EpochReport report)
    {
        if (Monitored(report) < _best)
        {
            _best = Monitored(report);
            _bestEpoch = report.Epoch;
            _bestParameters?.Keep();
        }
    }

    private StopReason? ReasonToStop(in EpochReport report)
    {
        if (report.MonitoredCost <= _options.TargetCost)
        {
            return StopReason.TargetCost;
        }

        if (_options.EarlyStopping is not { } early)
        {
            return null;
        }

        _epochsWithoutImprovement++;
        if (Monitored(report) < _lastImprovement - early.MinDelta)
        {
            _lastImprovement = Monitored(report);
            _epochsWithoutImprovement = 0;
        }

        return _epochsWithoutImprovement >= early.Patience ? StopReason.EarlyStopping : null;
    }

    /// <summary>Leaves the network with the best parameters, or the last ones, or if those are not finite with the last that were.</summary>
    /// <returns>Why the training ended, which is changed by parameters that are not finite.</returns>
    private StopReason? Restore(StopReason? reason)
    {
        if (_epochStart is not null && reason != StopReason.NonFiniteCost && !Finite.All(_network.Parameters))
        {
            bool isInEpoch = _trainer.StepInEpoch > 0;
            reason = NonFinite(NonFiniteStop.Parameter, _trainer.Epoch + (isInEpoch ? 1 : 0), isInEpoch ? _trainer.StepInEpoch : _trainer.StepsPerEpoch);
        }

        if (_bestParameters is not null && _bestEpoch > 0)
        {
            _bestParameters.Restore();
        }
        else if (reason == StopReason.NonFiniteCost)
        {
            _epochStart!.Restore();
        }

        if (reason == StopReason.NonFiniteCost)
        {
            _options.Optimizer.Reset(_network);
        }

        return reason;
    }
}
