using System;
using System.Collections.Generic;
using System.Linq;

namespace Mnist;

/// <summary>A small curve of block characters.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>One character a value, from the lowest block for the least to the full one for the largest; equal values are all low.</summary>
    /// <param name="values">The values, finite.</param>
    /// <param name="width">The most characters; of more values, the last ones are drawn.</param>
    public static string Of(IReadOnlyCollection<double> values, int width)
    {
        double[] shown = [.. values.Skip(values.Count - width)];
        double least = shown.Min();
        double range = shown.Max() - least;
        return string.Concat(shown.Select(value => Blocks[range > 0 ? (int)Math.Round((value - least) / range * (Blocks.Length - 1)) : 0]));
    }
}
