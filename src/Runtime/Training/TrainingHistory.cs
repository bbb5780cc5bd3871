using System;
using System.Collections.Generic;
using System.Globalization;
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

    /// <summary>The epoch with the least <see cref="EpochReport.MonitoredCost"/>, from 1, the first of equals; 0 if there is none.</summary>
    public int BestEpoch { get; }

    /// <summary>The time of the whole training.</summary>
    public TimeSpan Time { get; }

    /// <summary>What was not finite, and where; null unless <see cref="StopReason"/> is <see cref="StopReason.NonFiniteCost"/>.</summary>
    public NonFiniteStop? NonFinite { get; }

    /// <summary>A table with a line for each epoch, or for the first and the last 20 of many, and why the training ended.</summary>
    /// <returns>Several lines of text.</returns>
    public override string ToString()
    {
        (string Head, Func<EpochReport, string?> Cell)[] columns =
        [
            ("epoch", static e => Format($"{e.Epoch}")),
            ("cost", static e => Format($"{e.Cost:0.000000}")),
            ("accuracy", static e => e.Accuracy is { } share ? Format($"{share:0.0000}") : null),
            ("validation cost", static e => e.ValidationCost is { } cost ? Format($"{cost:0.000000}") : null),
            ("validation accuracy", static e => e.ValidationAccuracy is { } share ? Format($"{share:0.0000}") : null),
            ("learning rate", static e => Format($"{e.LearningRate:0.######}")),
            ("seconds", static e => Format($"{e.Time.TotalSeconds:0.000}")),
            ("samples/s", static e => Format($"{e.SamplesPerSecond:0}")),
        ];
        if (Epochs.Count > 0)
        {
            columns = [.. columns.Where(column => column.Cell(Epochs[0]) is not null)];
        }

        TextTable table = new([.. columns.Select(static column => column.Head)]);
        for (int i = 0; i < Epochs.Count; i++)
        {
            bool isLeftOut = i >= PrintedRows && i < Epochs.Count - PrintedRows;
            if (!isLeftOut)
            {
                table.Add([.. columns.Select(column => column.Cell(Epochs[i])!)]);
            }
            else if (i == PrintedRows)
            {
                table.Add([.. columns.Select(static _ => "…")]);
            }
        }

        return $"{table}{Ending()}";
    }

    private static string Format(FormattableString text) => FormattableString.Invariant(text);

    private string Ending()
    {
        string reason = StopReason switch
        {
            StopReason.EpochsDone => "all epochs are done",
            StopReason.EarlyStopping => "the cost no longer improved",
            StopReason.TargetCost => "the target cost is reached",
            StopReason.TimeLimit => "the time is over",
            StopReason.Cancelled => "it was cancelled",
            _ => $"{NonFinite}",
        };
        string best = BestEpoch > 0 ? string.Create(CultureInfo.InvariantCulture, $"; best epoch: {BestEpoch}") : string.Empty;
        return Format($"{Epochs.Count} epochs in {Time.TotalSeconds:0.00} s: {reason}{best}");
    }
}
