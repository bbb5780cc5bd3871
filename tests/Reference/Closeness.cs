using System;
using System.Globalization;
using Xunit.Sdk;

namespace Backprop.Reference;

/// <summary>Compares vectors that two orders of summation made: each element against the scale of its whole vector.</summary>
/// <remarks>
/// A small element of a gradient is often the difference of large terms, so an error relative to the element itself says nothing;
/// and an absolute tolerance says nothing about a vector of small numbers.
/// </remarks>
public static class Closeness
{
    /// <summary>Demands <c>max |actual − expected| ≤ tolerance · max |expected|</c>.</summary>
    /// <exception cref="XunitException">
    /// The lengths differ, a value is not finite, or the tolerance is exceeded, or is none: anything passes an infinite one, and
    /// one that is not a number.
    /// </exception>
    public static void Within(double tolerance, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what)
    {
        if (!double.IsFinite(tolerance) || tolerance < 0)
        {
            throw new XunitException(Text($"{what}: expected a finite tolerance of at least 0, got {tolerance:R}."));
        }

        if (expected.Length != actual.Length)
        {
            throw new XunitException(Text($"{what}: expected {expected.Length} values, got {actual.Length}."));
        }

        double scale = 0;
        double largestError = 0;
        int worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]);
            if (!double.IsFinite(error))
            {
                throw new XunitException(Text($"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}."));
            }

            scale = Math.Max(scale, Math.Abs(expected[i]));
            if (error > largestError)
            {
                largestError = error;
                worst = i;
            }
        }

        if (largestError > tolerance * scale)
        {
            throw new XunitException(Text(
                $"{what}[{worst}] of {expected.Length}: expected {expected[worst]:R}, got {actual[worst]:R}; that is {largestError:E2} off, and {tolerance:E1} of the largest magnitude {scale:E2} is allowed."));
        }
    }

    /// <inheritdoc cref="Within(double, ReadOnlySpan{double}, ReadOnlySpan{double}, string)"/>
    public static void Within(double tolerance, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, string what) =>
        Within(tolerance, expected, Precision.ToDouble(actual), what);

    /// <summary>Demands <c>|actual − expected| ≤ tolerance · |expected|</c>.</summary>
    public static void Within(double tolerance, double expected, double actual, string what) =>
        Within(tolerance, [expected], [actual], what);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
