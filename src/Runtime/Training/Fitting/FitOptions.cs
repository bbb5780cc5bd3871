using System;
using System.Globalization;
using System.Threading;
using Backprop.Training;

namespace Backprop;

/// <summary>How <see cref="NetworkTraining.Fit"/> trains a network.</summary>
public sealed record FitOptions : TrainerOptions
{
    /// <summary>How often to go through all rows at most, from 1 up.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// The update rule. What it remembers of the network goes on where it was, as in Keras: <see cref="Backprop.Optimizer.Reset(INetwork)"/> makes it start afresh.
    /// </summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>
    /// How the learning rate changes, from that of <see cref="Optimizer"/>, which has it again at the end; null: not at all. It is told the
    /// <see cref="EpochReport.MonitoredCost"/> of each epoch.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Rows that are not trained on; after each epoch their cost tells how well the network does on new ones. Null: none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>
    /// The share of the rows to validate with, at least 0 and below 1: the last ones, before any shuffle, as in Keras. The first
    /// <c>⌊Count · (1 − ValidationFraction)⌋</c> are trained on. 0: none. Not beside <see cref="Validation"/>.
    /// </summary>
    public double ValidationFraction { get; init; }

    /// <summary>
    /// Whether to measure the training rows after each epoch, as a validation set is: their accuracy, or the errors of a regression. It costs a
    /// forward pass over all of them.
    /// </summary>
    public bool TrainMetrics { get; init; }

    /// <summary>When to end because nothing improves; null: never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// The training ends after the epoch whose validation cost, or training cost if there is no validation set, is at most this; finite. Null: never.
    /// </summary>
    public double? TargetCost { get; init; }

    /// <summary>
    /// The training ends before the first step that would begin later than this after its start; above zero. Null: never. How many steps that are
    /// depends on the machine, so the results are not reproducible.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// Whether a cost that is not finite ends the training, and so does a parameter that is not after an epoch. The network then has the
    /// parameters from the start of that epoch, which were the last ones known to be finite (with <see cref="EarlyStopping.RestoreBest"/>, those
    /// of the best epoch), and the optimizer has forgotten what it remembered of the network. <c>benchmarks/Figures fit</c> measures
    /// what it takes.
    /// </summary>
    public bool StopAtNonFiniteCost { get; init; } = true;

    /// <summary>
    /// Told of each epoch, on the thread that trains. A <see cref="Progress{T}"/> passes it on to the thread it was made on, if that has a
    /// synchronization context, as that of a user interface does; passing it on allocates. Null: nobody.
    /// </summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>
    /// Ends the training before the next step, or before the next block of rows of a validation. <see cref="NetworkTraining.Fit"/> then returns as
    /// ever, with <see cref="StopReason.Cancelled"/>: no exception is thrown.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The threads that train, in place of the network's own, which it has again at the end; null: its own.</summary>
    public TrainingThreads? Threads { get; init; }

    /// <summary>Checks everything.</summary>
    /// <exception cref="ArgumentException">Something is out of its range, or does not fit the network.</exception>
    internal void Check(INetwork network, Dataset train)
    {
        NetworkData.Check(network, train, nameof(train));
        Check(train);
        Ranges.CheckAtLeast(Epochs, 1, nameof(Epochs));

        if (Optimizer is null)
        {
            throw new ArgumentNullException(nameof(Optimizer), "Optimizer: expected an update rule, got null");
        }

        Threads?.CheckNotDisposed();
        CheckValidation(network, train);
        EarlyStopping?.Check();
        Ranges.CheckFinite(TargetCost ?? 0, nameof(TargetCost));

        if (TimeLimit is { } limit && limit <= TimeSpan.Zero)
        {
            throw Ranges.OutOfRange(nameof(TimeLimit), "more than zero", limit);
        }
    }

    /// <summary>The rows to train on, and those to validate with.</summary>
    internal (Dataset Train, Dataset? Validation) Split(Dataset train)
    {
        int rows = TrainRows(train.Count);
        return rows == train.Count ? (train, Validation) : (train.Slice(0, rows), train.Slice(rows, train.Count - rows));
    }

    private void CheckValidation(INetwork network, Dataset train)
    {
        Ranges.CheckShareBelowOne(ValidationFraction, nameof(ValidationFraction));

        if (Validation is not null)
        {
            NetworkData.Check(network, Validation, nameof(Validation));
            if (ValidationFraction > 0)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"ValidationFraction: expected 0 beside a Validation set, got {ValidationFraction}"), nameof(ValidationFraction));
            }
        }

        if (TrainRows(train.Count) == 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"ValidationFraction: expected to leave at least 1 row of {train.Count} to train on, got {ValidationFraction}"),
                nameof(ValidationFraction));
        }
    }

    // Decimal: 1 − 0.9 in binary is less than 0.1, and a row would be missing.
    private int TrainRows(int count) => (int)Math.Floor(count * (1m - (decimal)ValidationFraction));
}
