using System;

namespace Backprop.Reference;

/// <summary>Central differences of <see cref="Oracle.Cost"/>: a gradient that owes nothing to the chain rule.</summary>
public static class FiniteDifferences
{
    // The truncation error grows with h², the cancellation with 1/h: in double precision they meet near the cube root of 1e-16.
    private const double Step = 6e-6;

    /// <summary><c>∂C/∂w</c> and <c>∂C/∂b</c> of the reduced cost, in canonical order.</summary>
    public static double[] Gradients(Oracle oracle, double[] parameters, double[] inputs, double[] targets, double[][]? factors = null) =>
        Differences(parameters, moved => oracle.Cost(moved, inputs, targets, factors));

    /// <summary><c>∂C/∂x</c> of the reduced cost.</summary>
    public static double[] InputGradients(Oracle oracle, double[] parameters, double[] inputs, double[] targets) =>
        Differences(inputs, moved => oracle.Cost(parameters, moved, targets));

    private static double[] Differences(double[] point, Func<double[], double> cost)
    {
        var gradient = new double[point.Length];
        var moved = (double[])point.Clone();
        for (int i = 0; i < point.Length; i++)
        {
            double h = Step * Math.Max(1, Math.Abs(point[i]));
            double above = point[i] + h;
            double below = point[i] - h;

            moved[i] = above;
            double costAbove = cost(moved);
            moved[i] = below;
            double costBelow = cost(moved);
            moved[i] = point[i];

            // What was really added, after rounding, and not h.
            gradient[i] = (costAbove - costBelow) / (above - below);
        }

        return gradient;
    }
}
