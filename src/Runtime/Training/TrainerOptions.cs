using System;

namespace Backprop;

/// <summary>How a <see cref="Trainer"/> goes through its rows.</summary>
public record TrainerOptions
{
    /// <summary>The rows of a step, from 1 up; the last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Whether each epoch takes the rows in a new random order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Where the random orders come from: the same seed gives the same orders, on every machine.</summary>
    public ulong Seed { get; init; }

    /// <summary>What the cost of a row is multiplied by, for each class of its label, beside the row's own weight; null: 1.</summary>
    public float[]? ClassWeights { get; init; }

    internal void Check(Dataset data)
    {
        if (BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(BatchSize), $"BatchSize: expected at least 1 row, got {BatchSize}");
        }

        if (ClassWeights is not null && !data.HasLabels)
        {
            throw new ArgumentException($"ClassWeights: expected null for rows without class labels, got {ClassWeights.Length} weights", nameof(ClassWeights));
        }

        if (ClassWeights is not null && ClassWeights.Length != data.ClassCount)
        {
            throw new ArgumentException($"ClassWeights: expected {data.ClassCount} weights, one for each class, got {ClassWeights.Length}", nameof(ClassWeights));
        }
    }
}
