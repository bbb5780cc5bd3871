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
    private const int ReservedReports = 1 << 16;

    private readonly INetwork _network;
    private readonly FitOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _otherToken;
    private readonly Trainer _trainer;
    private readonly EvaluationPass? _validation;
    private readonly CorrectTally? _validationCorrect;
    private readonly EvaluationPass? _training;
    private readonly CorrectTally? _trainingCorrect;
    private readonly ParameterCopy? _epochStart;
    private readonly ParameterCopy? _best;
    private readonly List<EpochReport> _reports;
    private long _start;
    private double _bestCost = double.PositiveInfinity;
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
            _validationCorrect = CorrectTally.For(network, rows);
            _validation = new EvaluationPass(network, rows, _validationCorrect, takesCost: true);
        }

        if (options.TrainAccuracy && CorrectTally.For(network, _trainer.Rows) is { } correct)
        {
            _trainingCorrect = correct;
            _training = new EvaluationPass(network, _trainer.Rows, correct, takesCost: false);
        }

        _epochStart = options.StopAtNonFiniteCost ? new ParameterCopy(network) : null;
        _best = options.EarlyStopping is { RestoreBest: true } ? new ParameterCopy(network) : null;
        _reports = new List<EpochReport>(Math.Min(options.Epochs, ReservedReports));
    }

    private bool IsCancelled => _options.CancellationToken.IsCancellationRequested || _otherToken.IsCancellationRequested;

    public TrainingHistory Run()
    {
        if (_options.Threads is not { } threads)
        {
            return RunAndRestore();
        }

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
        _options.Schedule?.Begin(learningRate, _options.Epochs, _trainer.StepsOfEpoch);
        _start = _clock.GetTimestamp();
        StopReason reason;
        try
        {
            reason = RunEpochs();
        }
        finally
        {
            if (_options.Schedule is not null)
            {
                optimizer.LearningRate = learningRate;
            }
        }

        Restore(reason);
        return new TrainingHistory(_reports, reason, _bestEpoch, _clock.GetElapsedTime(_start), _nonFinite);
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

        return StopReason.EpochsDone;
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
            return NonFinite("a parameter", epoch, _trainer.StepsOfEpoch);
        }

        if (!Measure(_validation) || !Measure(_training))
        {
            return StopReason.Cancelled;
        }

        bool measured = _validation is not null || _training is not null;
        long end = measured ? _clock.GetTimestamp() : trained;

        if (_options.StopAtNonFiniteCost && _validation is not null && !double.IsFinite(_validation.Cost))
        {
            return NonFinite("the validation cost", epoch, _trainer.StepsOfEpoch);
        }

        EpochReport report = new()
        {
            Epoch = epoch,
            Cost = _trainer.Cost,
            Accuracy = _trainingCorrect?.Accuracy,
            ValidationCost = _validation?.Cost,
            ValidationAccuracy = _validationCorrect?.Accuracy,
            LearningRate = _options.Optimizer.LearningRate,
            Time = _clock.GetElapsedTime(start, end),
            SamplesPerSecond = _trainer.Data.Count / _clock.GetElapsedTime(start, trained).TotalSeconds,
        };
        _reports.Add(report);
        KeepIfBest(report);
        _options.Schedule?.EndEpoch(report.MonitoredCost);
        _options.Progress?.Report(report);
        return ReasonToStop(report.MonitoredCost);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private StopReason? TakeSteps(int epoch)
    {
        int steps = _trainer.StepsOfEpoch;
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
                return NonFinite("the training cost", epoch, batch);
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

    private void KeepIfBest(in EpochReport report)
    {
        if (report.MonitoredCost < _bestCost)
        {
            _bestCost = report.MonitoredCost;
            _bestEpoch = report.Epoch;
            _best?.Keep();
        }
    }

    private StopReason? ReasonToStop(double cost)
    {
        if (cost <= _options.TargetCost)
        {
            return StopReason.TargetCost;
        }

        if (_options.EarlyStopping is not { } early)
        {
            return null;
        }

        _epochsWithoutImprovement++;
        if (cost < _lastImprovement - early.MinDelta)
        {
            _lastImprovement = cost;
            _epochsWithoutImprovement = 0;
        }

        return _epochsWithoutImprovement >= early.Patience ? StopReason.EarlyStopping : null;
    }

    private void Restore(StopReason reason)
    {
        if (_best is not null && _bestEpoch > 0)
        {
            _best.Restore();
        }
        else if (reason == StopReason.NonFiniteCost)
        {
            _epochStart!.Restore();
        }

        if (reason == StopReason.NonFiniteCost)
        {
            _options.Optimizer.Reset(_network);
        }
    }
}
