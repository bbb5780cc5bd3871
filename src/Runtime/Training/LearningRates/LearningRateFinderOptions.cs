using System;

namespace Backprop;

/// <summary>What a <see cref="LearningRateFinder"/> tries, and how it goes through the rows.</summary>
public record LearningRateFinderOptions : TrainerOptions
{
    /// <summary>The first learning rate, finite and above 0.</summary>
    public float MinLearningRate { get; init; } = 1e-6f;

    /// <summary>The last learning rate, finite and above <see cref="MinLearningRate"/>.</summary>
    public float MaxLearningRate { get; init; } = 10f;

    /// <summary>The steps, each with a learning rate greater than that before by the same factor; from 2 up.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>The test ends where the mean of the last costs is above the least such mean times this; finite and above 1.</summary>
    public float DivergenceFactor { get; init; } = 4f;

    internal void CheckRates()
    {
        Ranges.CheckFiniteAbove(MinLearningRate, 0f, nameof(MinLearningRate));

        Ranges.CheckFiniteAbove(MaxLearningRate, MinLearningRate, nameof(MaxLearningRate));

        Ranges.CheckAtLeast(Steps, 2, nameof(Steps));

        Ranges.CheckFiniteAbove(DivergenceFactor, 1f, nameof(DivergenceFactor));
    }
}
