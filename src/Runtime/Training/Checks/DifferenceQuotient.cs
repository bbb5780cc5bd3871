using System;

namespace Backprop.Training;

/// <summary>
/// The derivative of a cost with respect to one parameter, from costs alone: central differences at several steps, extrapolated to step zero
/// (Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", 1982), and how far it may be off.
/// </summary>
/// <remarks>
/// A cost is a float: a relative rounding of 2⁻²⁴ becomes an error of about <c>2⁻²⁴ C / h</c>, while that of a central difference at step <c>h</c>
/// grows with <c>h²</c>. One step would have to be about 2⁻⁷, and leave an error of 10⁻⁵ C. Extrapolation removes the powers of <c>h²</c>, so
/// that steps up to ¼ can be used: 10⁻⁶ C where the cost is smooth. Where it has kinks, only small steps say something, and how much their
/// one-sided quotients differ is how little: 10⁻⁴ C at best.
/// </remarks>
/// <param name="Value">The derivative.</param>
/// <param name="Uncertainty">How far it may be off: by rounding, by what is left of the powers, by a kink.</param>
/// <param name="LargestCost">The largest cost that was met.</param>
internal readonly record struct DifferenceQuotient(double Value, double Uncertainty, double LargestCost)
{
    // 2⁻², 2⁻³, … 2⁻⁸.
    private const double FirstStep = 0.25;
    private const int Steps = 7;

    // The smallest steps, which see the kinks that are near.
    private const int SmallSteps = 3;

    // Two costs, and in each the sums of all layers beside the last rounding.
    private const double CostRounding = 1.0 / (1 << 22);

    /// <summary>Moves one parameter, and puts it back.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows of the cost.</param>
    /// <param name="center">The cost as it is.</param>
    /// <param name="parameter">A parameter of the network.</param>
    /// <param name="scale">What the steps are multiplied by.</param>
    /// <param name="hasKinks">Whether the cost is piecewise smooth, as with ReLU: each row and neuron may have its kink.</param>
    /// <returns>The derivative of the reduced cost.</returns>
    public static DifferenceQuotient Of(INetwork network, RowsWithTargets rows, double center, ref float parameter, double scale, bool hasKinks)
    {
        float saved = parameter;
        try
        {
            double largestCost = Math.Abs(center);
            Span<double> quotients = stackalloc double[Steps];
            Span<double> roundings = stackalloc double[Steps];
            double least = double.PositiveInfinity;
            double most = double.NegativeInfinity;
            for (int k = 0; k < Steps; k++)
            {
                double step = scale * FirstStep / (1 << k);
                float right = (float)(saved + step);
                float left = (float)(saved - step);
                parameter = right;
                double costRight = rows.Cost(network);
                parameter = left;
                double costLeft = rows.Cost(network);

                // What was really added, after rounding, and not the step.
                quotients[k] = (costRight - costLeft) / ((double)right - left);
                double cost = Math.Max(Math.Abs(center), Math.Max(Math.Abs(costRight), Math.Abs(costLeft)));
                roundings[k] = CostRounding * cost / step;
                largestCost = Math.Max(largestCost, cost);

                if (k >= Steps - SmallSteps)
                {
                    double fromRight = (costRight - center) / step;
                    double fromLeft = (center - costLeft) / step;
                    least = Math.Min(least, Math.Min(fromRight, fromLeft));
                    most = Math.Max(most, Math.Max(fromRight, fromLeft));
                }
            }

            // Twice what is seen: kinks nearer than the smallest step hide each other.
            (double value, double error) = Extrapolate(quotients, roundings);
            return new DifferenceQuotient(value, hasKinks ? Math.Max(error, 2.0 * (most - least + roundings[Steps - 1])) : error, largestCost);
        }
        finally
        {
            parameter = saved;
        }
    }

    /// <summary>
    /// Ridders' tableau: each column removes one more power of <c>h²</c>. The estimate whose neighbours, and all quotients of smaller steps,
    /// are nearest: where a large step went over a kink, the small ones tell.
    /// </summary>
    private static (double Value, double Error) Extrapolate(ReadOnlySpan<double> quotients, ReadOnlySpan<double> roundings)
    {
        Span<double> row = stackalloc double[Steps];
        Span<double> above = stackalloc double[Steps];
        (double Value, double Error) best = (double.NaN, double.PositiveInfinity);
        for (int k = 0; k < quotients.Length; k++)
        {
            row[0] = quotients[k];
            double power = 1.0;
            for (int m = 1; m <= k; m++)
            {
                power *= 4.0;
                row[m] = row[m - 1] + ((row[m - 1] - above[m - 1]) / (power - 1.0));
                double error = Math.Max(Math.Abs(row[m] - row[m - 1]), Math.Abs(row[m] - above[m - 1]));
                foreach (double smaller in quotients[k..])
                {
                    error = Math.Max(error, Math.Abs(row[m] - smaller));
                }

                error += roundings[k];
                if (error < best.Error)
                {
                    best = (row[m], error);
                }
            }

            row.CopyTo(above);
        }

        return best;
    }
}
