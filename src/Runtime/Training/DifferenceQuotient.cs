using System;

namespace Backprop.Training;

/// <summary>
/// The derivative of a cost with respect to one parameter, from costs alone: central differences at several steps, extrapolated to step zero
/// (Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", 1982), and how far it may be off.
/// </summary>
/// <remarks>
/// A cost is a float: a relative rounding of 2⁻²⁴ becomes an error of about <c>2⁻²⁴ C / h</c>, while that of a central difference at step <c>h</c>
/// grows with <c>h²</c>. One step would have to be about 2⁻⁷, and leave an error of 10⁻⁵ C. Extrapolation removes the powers of <c>h²</c>, so
/// that steps up to ¼ can be used: 10⁻⁶ C where the cost is smooth.
/// </remarks>
/// <param name="Value">The derivative.</param>
/// <param name="Uncertainty">How far it may be off: by rounding, by what is left of the powers, by a kink.</param>
/// <param name="LargestCost">The largest cost that was met.</param>
internal readonly record struct DifferenceQuotient(double Value, double Uncertainty, double LargestCost)
{
    // 2⁻², 2⁻³, … 2⁻⁸.
    private const double FirstStep = 0.25;
    private const int Steps = 7;

    // Two costs, and in each the sums of all layers beside the last rounding.
    private const double CostRounding = 1.0 / (1 << 22);

    // Of a smooth function the difference of the two one-sided quotients halves with the step; at a kink it stays. Between the two.
    private const double KinkRatio = 0.6;
    private const double KinkRoundings = 4.0;

    /// <summary>Moves one parameter, and puts it back.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The rows of the cost.</param>
    /// <param name="parameter">A parameter of the network.</param>
    /// <param name="scale">What the steps are multiplied by.</param>
    /// <returns>The derivative of the reduced cost.</returns>
    public static DifferenceQuotient Of(INetwork network, RowsWithTargets rows, ref float parameter, double scale)
    {
        float saved = parameter;
        try
        {
            double center = rows.Cost(network);
            Span<double> row = stackalloc double[Steps];
            Span<double> above = stackalloc double[Steps];
            var best = new DifferenceQuotient(double.NaN, double.PositiveInfinity, 0.0);
            double largestCost = Math.Abs(center);
            double skew = double.PositiveInfinity;
            for (int k = 0; k < Steps; k++)
            {
                double step = scale * FirstStep / (1 << k);
                float right = (float)(saved + step);
                float left = (float)(saved - step);
                parameter = right;
                double costRight = rows.Cost(network);
                parameter = left;
                double costLeft = rows.Cost(network);
                double cost = Math.Max(Math.Abs(center), Math.Max(Math.Abs(costRight), Math.Abs(costLeft)));
                double rounding = CostRounding * cost / step;
                largestCost = Math.Max(largestCost, cost);

                // What was really added, after rounding, and not the step.
                row[0] = (costRight - costLeft) / ((double)right - left);
                double power = 1.0;
                for (int m = 1; m <= k; m++)
                {
                    power *= 4.0;
                    row[m] = row[m - 1] + ((row[m - 1] - above[m - 1]) / (power - 1.0));
                    double error = Math.Max(Math.Abs(row[m] - row[m - 1]), Math.Abs(row[m] - above[m - 1])) + rounding;
                    if (error < best.Uncertainty)
                    {
                        best = new DifferenceQuotient(row[m], error, 0.0);
                    }
                }

                double lastSkew = skew;
                skew = Math.Abs(costRight + costLeft - (2.0 * center)) / step;
                if (k == Steps - 1 && skew > KinkRatio * lastSkew && skew > KinkRoundings * rounding)
                {
                    best = best with { Uncertainty = Math.Max(best.Uncertainty, skew) };
                }

                row[..(k + 1)].CopyTo(above);
            }

            return best with { LargestCost = largestCost };
        }
        finally
        {
            parameter = saved;
        }
    }
}
