using System;
using System.Globalization;

namespace Backprop;

/// <summary>What a <see cref="LearningRateFinder"/> tries, and how it goes through the rows.</summary>
public record LearningRateFinderOptions : TrainerOptions
{
    /// <summary>The first learning rate, finite and above 0.</summary>
    public float LowestRate { get; init; } = 1e-6f;

    /// <summary>The last learning rate, finite and above <see cref="LowestRate"/>.</summary>
    public float HighestRate { get; init; } = 10f;

    /// <summary>The steps, each with a learning rate greater than that before by the same factor; from 2 up.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>The test ends where the mean of the last costs is above the least such mean times this; finite and above 1.</summary>
    public float DivergenceFactor { get; init; } = 4f;

    internal void CheckRates()
    {
        if (!float.IsFinite(LowestRate) || LowestRate <= 0f)
        {
            throw OutOfRange(nameof(LowestRate), "a finite value above 0", LowestRate);
        }

        if (!float.IsFinite(HighestRate) || HighestRate <= LowestRate)
        {
            throw OutOfRange(nameof(HighestRate), string.Create(CultureInfo.InvariantCulture, $"a finite value above {LowestRate}, the lowest"), HighestRate);
        }

        if (Steps < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(Steps), $"Steps: expected at least 2, got {Steps}");
        }

        if (!float.IsFinite(DivergenceFactor) || DivergenceFactor <= 1f)
        {
            throw OutOfRange(nameof(DivergenceFactor), "a finite value above 1", DivergenceFactor);
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, string expected, float actual)
        => new(name, string.Create(CultureInfo.InvariantCulture, $"{name}: expected {expected}, got {actual}"));
}
