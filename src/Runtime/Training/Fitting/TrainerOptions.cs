using System;
using System.Globalization;

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

    /// <summary>
    /// What the cost of a row is multiplied by in training, for each class of its label, beside the row's own weight: finite and at least 0; null: 1. A
    /// validation does not use them.
    /// </summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>What tells how much time has passed: the machine, except in a test.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Check(Dataset data)
    {
        Ranges.CheckAtLeast(BatchSize, 1, nameof(BatchSize), "row");

        if (ClassWeights is not null && !data.HasLabels)
        {
            throw new ArgumentException($"ClassWeights: expected null for rows without class labels, got {ClassWeights.Length} weights", nameof(ClassWeights));
        }

        if (ClassWeights is not null && ClassWeights.Length != data.ClassCount)
        {
            throw new ArgumentException($"ClassWeights: expected {data.ClassCount} weights, one for each class, got {ClassWeights.Length}", nameof(ClassWeights));
        }

        for (int label = 0; label < ClassWeights?.Length; label++)
        {
            if (!float.IsFinite(ClassWeights[label]) || ClassWeights[label] < 0f)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"ClassWeights: expected finite values of at least 0, got {ClassWeights[label]} for class {label}"), nameof(ClassWeights));
            }
        }
    }
}
