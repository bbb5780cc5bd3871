using System;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>
/// Random numbers whose bits are the same on every machine and in every version: xoshiro256++ (Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators", 2019), seeded by SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
/// <remarks>
/// The period is 2²⁵⁶ − 1. Not for cryptography, and not for several threads at once: give each thread a source. No member allocates.
/// </remarks>
/// <param name="seed">Any value; each gives its own sequence.</param>
public sealed class RandomSource(ulong seed)
{
    private Xoshiro256 _core = new(seed);

    /// <summary>The next 64 bits.</summary>
    /// <returns>0 … 2⁶⁴ − 1, uniform.</returns>
    public ulong NextUInt64() => _core.NextUInt64();

    /// <summary>A multiple of 2⁻²⁴.</summary>
    /// <returns>At least 0 and below 1, uniform.</returns>
    public float NextSingle() => _core.NextSingle();

    /// <summary>A value between two bounds: <c>low + (high − low) · u</c> with <c>u</c> from <see cref="NextSingle()"/>.</summary>
    /// <param name="low">The smallest value, finite.</param>
    /// <param name="high">The bound that is not reached, finite and at least <paramref name="low"/>; if they are equal, the result is too.</param>
    /// <returns>At least <paramref name="low"/> and below <paramref name="high"/>, uniform.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or they are in the wrong order.</exception>
    public float NextSingle(float low, float high)
    {
        Ranges.CheckFinite(low, nameof(low));

        Ranges.CheckFiniteAtLeast(high, low, nameof(high));

        return _core.NextSingle(low, high);
    }

    /// <summary>
    /// A whole number below a bound, without the bias of a remainder (Lemire, "Fast random integer generation in an interval", 2019).
    /// </summary>
    /// <param name="bound">From 1 up.</param>
    /// <returns>0 … <paramref name="bound"/> − 1, uniform.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    public int NextInt32(int bound)
    {
        Ranges.CheckAtLeast(bound, 1, nameof(bound));

        return _core.NextInt32(bound);
    }

    /// <summary>
    /// A value of the normal distribution with mean 0 and variance 1, by comparing uniform values only (Karney, "Sampling exactly
    /// from the normal distribution", 2016, after von Neumann, 1951): no logarithm, whose bits would depend on the platform.
    /// </summary>
    /// <returns>Any value in principle; one in 16,000 lies beyond ±4.</returns>
    public float NextNormal() => _core.NextNormal();

    /// <summary>Puts the values in a random order, each equally likely (Fisher and Yates, 1938; Durstenfeld, 1964).</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="values">Any number of values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = _core.NextInt32(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }
}
