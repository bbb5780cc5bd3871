using System;
using System.Linq;
using System.Threading;
using Backprop;

namespace Mnist;

/// <summary>Trains a network on digits, and measures the time and the memory that takes.</summary>
internal sealed class Training
{
    private readonly NetworkChoice _choice;
    private readonly TrainSettings _settings;
    private readonly string _optimizer;
    private readonly Dataset _train;
    private readonly Dataset? _heldOut;

    public Training(TrainSettings settings, Dataset digits)
    {
        _settings = settings;
        _choice = NetworkChoice.ByName[settings.Network];
        _optimizer = settings.Optimizer ?? _choice.Optimizer;
        Network = _choice.Create(settings.Seed);
        Epochs = settings.Epochs ?? (OptimizerChoice.TakesAllDigits(_optimizer) ? OptimizerChoice.EpochsOfOneStep : _choice.Epochs);
        int held = _choice.HeldOut;
        _train = digits.Slice(0, digits.Count - held);
        _heldOut = held > 0 ? digits.Slice(digits.Count - held, held) : null;
    }

    /// <summary>The network; after <see cref="Run"/> with the parameters of <see cref="TrainingHistory.BestEpoch"/>.</summary>
    public INetwork Network { get; }

    /// <summary>The epochs that are planned.</summary>
    public int Epochs { get; }

    /// <summary>The time of all whole epochs, for shuffling and training; what is measured and shown between them does not count.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>See <see cref="AllocationMeter.Bytes"/>.</summary>
    public long? AllocatedBytes { get; private set; }

    /// <summary>Trains until all epochs are done, or until the token says so.</summary>
    /// <param name="showEpoch">Told of each epoch.</param>
    /// <param name="trainMetrics">Whether to measure the accuracy on the training digits if none are held out.</param>
    /// <param name="cancellationToken">Ends the training early.</param>
    public TrainingHistory Run(Action<EpochReport> showEpoch, bool trainMetrics, CancellationToken cancellationToken)
    {
        using TrainingThreads? threads = _settings.Threads == 1 ? null : new TrainingThreads(_settings.Threads);
        FitOptions options = new()
        {
            Epochs = Epochs,
            BatchSize = _settings.BatchSize ?? (OptimizerChoice.TakesAllDigits(_optimizer) ? _train.Count : _choice.BatchSize),
            Seed = _settings.Seed,
            Schedule = _choice.Schedule(),
            Validation = _heldOut,
            TrainMetrics = trainMetrics && _heldOut is null,
            EarlyStopping = new EarlyStopping
            {
                // It never stops, it keeps the best epoch. The held-out cost begins to rise when a few wrong predictions become too sure, while the
                // accuracy still rises.
                Patience = int.MaxValue,
                Monitor = _heldOut is null ? EarlyStoppingMonitor.Cost : EarlyStoppingMonitor.Accuracy,
            },
            CancellationToken = cancellationToken,
            Threads = threads,
        };

        Rehearse(options);
        AllocationMeter meter = new(showEpoch);
        TrainingHistory history = Network.Fit(_train, options with { Optimizer = CreateOptimizer(), Progress = meter });
        Time = TimeSpan.FromSeconds(history.Epochs.Sum(epoch => _train.Count / epoch.SamplesPerSecond));
        AllocatedBytes = meter.Bytes;
        return history;
    }

    // The runtime compiles each method before it first runs: two small epochs with another network keep that out of the times.
    private void Rehearse(FitOptions options)
    {
        Dataset few = _train.Slice(0, (int)Math.Min(2L * options.BatchSize, _train.Count));
        AllocationMeter meter = new(static _ => { });
        _choice.Create(_settings.Seed).Fit(few, options with { Epochs = 2, Validation = _heldOut is null ? null : few, Optimizer = CreateOptimizer(), Progress = meter });
    }

    private Optimizer CreateOptimizer() => OptimizerChoice.Create(_optimizer, _choice, _settings.LearningRate);
}
