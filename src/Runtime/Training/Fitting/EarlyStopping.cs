using System;

namespace Backprop;

/// <summary>
/// Ends a training that no longer improves on the validation set, or without one on the training rows (Prechelt, "Early stopping — but when?",
/// 1998).
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>What must improve. The accuracy needs rows with classes, and without a validation set <see cref="FitOptions.TrainMetrics"/>.</summary>
    public EarlyStoppingMonitor Monitor { get; init; }

    /// <summary>The epochs in a row without an improvement after which the training ends, from 1 up.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>The least improvement, finite and at least 0: what is monitored must be better by more than this than at the improvement before.</summary>
    public double MinDelta { get; init; }

    /// <summary>
    /// Whether the network has the parameters of the best epoch at the end, whatever ended the training. They are kept in memory that is allocated
    /// before the first epoch. The optimizer's state stays that of the last step.
    /// </summary>
    public bool RestoreBest { get; init; } = true;

    internal void Check()
    {
        if (!Enum.IsDefined(Monitor))
        {
            throw Ranges.OutOfRange(nameof(Monitor), "Cost or Accuracy", (int)Monitor);
        }

        Ranges.CheckAtLeast(Patience, 1, nameof(Patience), "epoch");

        Ranges.CheckFiniteAtLeast(MinDelta, 0, nameof(MinDelta));
    }
}
