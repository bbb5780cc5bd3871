using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Training;

namespace Backprop;

/// <summary>What came of a training, epoch by epoch. It prints itself as a table.</summary>
public sealed class TrainingHistory
{
    // A table of a thousand lines helps nobody: the first and the last of them are printed.
    private const int PrintedRows = 20;

    internal TrainingHistory(List<EpochReport> epochs, StopReason stopReason, int bestEpoch, TimeSpan time, NonFiniteStop? nonFinite)
    {
        Epochs = epochs.AsReadOnly();
        StopReason = stopReason;
        BestEpoch = bestEpoch;
        Time = time;
        NonFinite = nonFinite;
    }

    /// <summary>The whole epochs. One that was broken off (by cancellation, the time limit or a cost that was not finite) is not among them.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; }

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>
    /// The epoch that was best by what <see cref="EarlyStopping.Monitor"/> says, or else by its <see cref="EpochReport.MonitoredCost"/>; from 1, the
    /// first of equals; 0 if there is none.
    /// </summary>
    public int BestEpoch { get; }

    /// <summary>The report of the <see cref="BestEpoch"/>; null if there is none.</summary>
    public EpochReport? Best => BestEpoch > 0 ? Epochs[BestEpoch - 1] : null;

    /// <summary>The time of the whole training.</summary>
    public TimeSpan Time { get; }

    /// <summary>What was not finite, and where; null unless <see cref="StopReason"/> is <see cref="StopReason.NonFiniteCost"/>.</summary>
    public NonFiniteStop? NonFinite { get; }

    /// <summary>A table with a line for each epoch, or of many for the first and the last 20 and the best, and why the training ended.</summary>
    /// <returns>Several lines of text.</returns>
    public override string ToString()
    {
        (string Head, Func<EpochReport, string?> Cell)[] columns =
        [
            ("epoch", e => $"{(e.Epoch == BestEpoch ? "*" : "")}{Format($"{e.Epoch}")}"),
            ("cost", static e => TextTable.Format(e.Cost)),
            ("accuracy", static e => Share(e.Accuracy)),
            ("MAE", static e => Error(e.MeanAbsoluteError)),
            ("validation cost", static e => Error(e.ValidationCost)),
            ("validation accuracy", static e => Share(e.ValidationAccuracy)),
            ("validation MAE", static e => Error(e.ValidationMeanAbsoluteError)),
            ("learning rate", static e => TextTable.Format(e.LearningRate)),
            ("seconds", static e => Format($"{e.Time.TotalSeconds:0.000}")),
            ("samples/s", static e => Format($"{e.SamplesPerSecond:0}")),
        ];
        if (Epochs.Count == 0)
        {
            return Ending();
        }

        columns = [.. columns.Where(column => column.Cell(Epochs[0]) is not null)];
        TextTable table = new([.. columns.Select(static column => column.Head)]);
        int previous = 0;
        foreach (EpochReport epoch in Epochs.Where(IsPrinted))
        {
            if (epoch.Epoch > previous + 1)
            {
                table.Add([.. columns.Select(static _ => "…")]);
            }

            table.Add([.. columns.Select(column => column.Cell(epoch)!)]);
            previous = epoch.Epoch;
        }

        return $"{table}{Ending()}";
    }

    private bool IsPrinted(EpochReport epoch)
        => epoch.Epoch <= PrintedRows || epoch.Epoch > Epochs.Count - PrintedRows || epoch.Epoch == BestEpoch;

    private static string? Share(double? value) => value is { } share ? Format($"{share:0.0000}") : null;

    private static string? Error(double? value) => value is { } error ? TextTable.Format(error) : null;

    private static string Format(FormattableString text) => FormattableString.Invariant(text);

    private string Ending()
    {
        string reason = StopReason switch
        {
            StopReason.Completed => "all epochs are done",
            StopReason.EarlyStopping => "nothing improved any more",
            StopReason.TargetCost => "the target cost is reached",
            StopReason.TimeLimit => "the time is over",
            StopReason.Cancelled => "it was cancelled",
            _ => $"{NonFinite}",
        };
        string best = BestEpoch > 0 ? Format($"; best epoch: {BestEpoch}") : string.Empty;
        return Format($"{Epochs.Count} {(Epochs.Count == 1 ? "epoch" : "epochs")} in {Time.TotalSeconds:0.00} s: {reason}{best}");
    }
}
