using System;

namespace Backprop;

/// <summary>Which parameters <see cref="NetworkChecks.CheckGradients(INetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, GradientCheckOptions?)"/> looks at.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>
    /// The most parameters of a layer that are checked, from 1 up: a layer that has more is checked by a random sample. Each takes
    /// fourteen costs of all rows.
    /// </summary>
    public int MaxParameters { get; init; } = 500;

    /// <summary>Where the sample comes from: the same seed gives the same parameters, on every machine.</summary>
    public ulong Seed { get; init; }

    internal void Check()
    {
        Ranges.CheckAtLeast(MaxParameters, 1, nameof(MaxParameters));
    }
}
