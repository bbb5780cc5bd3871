using System;
using System.Globalization;
using System.Numerics;

namespace Backprop;

/// <summary>The ranges of options and arguments: what is outside is refused with a message that says what was expected and what came.</summary>
internal static class Ranges
{
    /// <summary>A whole number of at least <paramref name="least"/>, of what <paramref name="unit"/> names, if anything.</summary>
    public static void CheckAtLeast(int value, int least, string name, string unit = "")
    {
        if (value < least)
        {
            throw OutOfRange(name, string.Create(CultureInfo.InvariantCulture, $"at least {least}{(unit.Length > 0 ? " " : "")}{unit}"), value);
        }
    }

    /// <summary>Finite and at least <paramref name="least"/>.</summary>
    public static void CheckFiniteAtLeast<T>(T value, T least, string name)
        where T : IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value) || value < least)
        {
            throw OutOfRange(name, string.Create(CultureInfo.InvariantCulture, $"a finite value of at least {least}"), value);
        }
    }

    /// <summary>Finite and above <paramref name="bound"/>.</summary>
    public static void CheckFiniteAbove<T>(T value, T bound, string name)
        where T : IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value) || value <= bound)
        {
            throw OutOfRange(name, string.Create(CultureInfo.InvariantCulture, $"a finite value above {bound}"), value);
        }
    }

    /// <summary>Finite.</summary>
    public static void CheckFinite<T>(T value, string name)
        where T : IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value))
        {
            throw OutOfRange(name, "a finite value", value);
        }
    }

    /// <summary>0 … 1.</summary>
    public static void CheckShare<T>(T value, string name)
        where T : IFloatingPointIeee754<T>
    {
        if (!(value >= T.Zero && value <= T.One))
        {
            throw OutOfRange(name, "0 … 1", value);
        }
    }

    /// <summary>At least 0 and below 1.</summary>
    public static void CheckShareBelowOne<T>(T value, string name)
        where T : IFloatingPointIeee754<T>
    {
        if (!(value >= T.Zero && value < T.One))
        {
            throw OutOfRange(name, "at least 0 and below 1", value);
        }
    }

    /// <summary>As many values as there must be.</summary>
    public static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name}: expected {expected} values, got {length}"), name);
        }
    }

    /// <summary>The exception for a value that is not what was expected.</summary>
    public static ArgumentOutOfRangeException OutOfRange<T>(string name, string expected, T actual)
        => new(name, string.Create(CultureInfo.InvariantCulture, $"{name}: expected {expected}, got {actual}"));
}
