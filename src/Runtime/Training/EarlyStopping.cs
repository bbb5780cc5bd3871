using System;
using System.Globalization;

namespace Backprop;

/// <summary>
/// Ends a training that no longer improves. It monitors the validation cost if there is a validation set, else the training cost
/// (Prechelt, "Early stopping — but when?", 1998).
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>The epochs in a row without an improvement after which the training ends, from 1 up.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>The least improvement, finite and at least 0: the cost must be lower by more than this than at the improvement before.</summary>
    public double MinDelta { get; init; }

    /// <summary>
    /// Whether the network has the parameters of the epoch with the least monitored cost at the end, whatever ended the training. They are
    /// kept in memory that is allocated before the first epoch. The optimizer's state stays that of the last step.
    /// </summary>
    public bool RestoreBest { get; init; } = true;

    internal void Check()
    {
        if (Patience < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Patience), $"Patience: expected at least 1 epoch, got {Patience}");
        }

        if (!double.IsFinite(MinDelta) || MinDelta < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MinDelta), string.Create(CultureInfo.InvariantCulture, $"MinDelta: expected a finite value of at least 0, got {MinDelta}"));
        }
    }
}
