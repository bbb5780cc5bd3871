using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Backprop.Training;

namespace Backprop;

/// <summary>What a <see cref="LearningRateFinder"/> found: how the cost behaves as the learning rate grows.</summary>
public sealed class LearningRateCurve
{
    private const int Bars = 40;

    private readonly LearningRatePoint[] _points;

    internal LearningRateCurve(ReadOnlySpan<LearningRatePoint> points)
    {
        int reach = Window(points.Length) / 2;
        _points = Smooth(points, reach);
        Suggestion = SteepestDescent(_points, reach);
    }

    /// <summary>The steps, in ascending order of the rate, until the costs diverged.</summary>
    public IReadOnlyList<LearningRatePoint> Points => _points;

    /// <summary>The rate at which the smoothed cost falls fastest, over the logarithm of the rate; null if it falls nowhere.</summary>
    public float? Suggestion { get; }

    /// <summary>A table: rate, smoothed cost, and that as a bar; the suggestion is marked.</summary>
    /// <returns>A head, a line for each point, and one for the suggestion.</returns>
    public override string ToString()
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (LearningRatePoint point in _points)
        {
            least = Math.Min(least, point.SmoothedCost);
            most = Math.Max(most, point.SmoothedCost);
        }

        var text = new StringBuilder("     rate  smoothed cost\n");
        foreach (LearningRatePoint point in _points)
        {
            int bars = most > least ? 1 + (int)((point.SmoothedCost - least) / (most - least) * (Bars - 1)) : 1;
            text.Append(CultureInfo.InvariantCulture, $"{point.Rate,9:0.00e+00}  {TextTable.Format(point.SmoothedCost),13}  {new string('#', bars)}");
            text.Append(point.Rate == Suggestion ? "  <- suggestion\n" : "\n");
        }

        text.Append(Suggestion is float rate ? string.Create(CultureInfo.InvariantCulture, $"suggestion: {rate:0.00e+00}") : "no suggestion: the cost does not fall");
        return text.ToString();
    }

    /// <summary>How many costs are taken for the mean of a noisy one.</summary>
    internal static int Window(int steps) => Math.Max(1, steps / 10);

    /// <summary>The mean of the costs of some points.</summary>
    internal static double MeanCost(ReadOnlySpan<LearningRatePoint> points)
    {
        double sum = 0.0;
        foreach (LearningRatePoint point in points)
        {
            sum += point.Cost;
        }

        return sum / points.Length;
    }

    private static LearningRatePoint[] Smooth(ReadOnlySpan<LearningRatePoint> points, int reach)
    {
        LearningRatePoint[] smooth = points.ToArray();
        for (int i = 0; i < smooth.Length; i++)
        {
            // As many on one side as on the other, at the ends too: so the curve is not shifted towards larger rates.
            int side = Math.Min(reach, Math.Min(i, smooth.Length - 1 - i));
            smooth[i] = smooth[i] with { SmoothedCost = MeanCost(points.Slice(i - side, (2 * side) + 1)) };
        }

        return smooth;
    }

    private static float? SteepestDescent(LearningRatePoint[] points, int reach)
    {
        // The rates grow by the same factor: so differences are slopes. Those of the ends are of means of few costs.
        float? rate = null;
        double steepest = 0.0;
        for (int i = reach + 1; i < points.Length - 1 - reach; i++)
        {
            double slope = points[i + 1].SmoothedCost - points[i - 1].SmoothedCost;
            if (slope < steepest)
            {
                steepest = slope;
                rate = points[i].Rate;
            }
        }

        return rate;
    }
}
