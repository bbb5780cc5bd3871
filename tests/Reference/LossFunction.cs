using System;
using System.Linq;

namespace Backprop.Reference;

/// <summary>The cost <c>C</c> of one sample, and where the backward pass starts from it.</summary>
internal static class LossFunction
{
    /// <summary>Whether <c>C</c> is computed from <c>z^L</c>, and <c>δ^L</c> in the fused form.</summary>
    public static bool IsCrossEntropy(Loss loss) => loss is Loss.BinaryCrossEntropy or Loss.CrossEntropy;

    /// <summary><c>C</c>, from the last layer's <c>z</c> and <c>a</c> and the targets <c>y</c>.</summary>
    public static double Cost(Loss loss, double[] z, double[] a, double[] y)
    {
        double cost = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double d = a[i] - y[i];
            cost += loss switch
            {
                Loss.SquaredError => d * d,
                Loss.HalfSquaredError => 0.5 * d * d,
                Loss.MeanSquaredError => d * d / y.Length,
                Loss.Huber => Math.Abs(d) <= 1 ? 0.5 * d * d : Math.Abs(d) - 0.5,

                // −ln σ(z) = ln(1 + e^−z) and −ln(1 − σ(z)) = ln(1 + e^z): neither overflows, and neither is a logarithm of 0.
                Loss.BinaryCrossEntropy => (y[i] * ActivationFunction.Softplus(-z[i])) + ((1 - y[i]) * ActivationFunction.Softplus(z[i])),

                // −ln a_i = ln Σ_k e^z_k − z_i.
                Loss.CrossEntropy => y[i] * (LogSumExp(z) - z[i]),
                _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "not a loss"),
            };
        }

        return cost;
    }

    /// <summary><c>∂C/∂a_i</c>, for the losses that are functions of <c>a</c>.</summary>
    public static double[] OutputGradient(Loss loss, double[] a, double[] y)
    {
        var gradient = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            double d = a[i] - y[i];
            gradient[i] = loss switch
            {
                Loss.SquaredError => 2 * d,
                Loss.HalfSquaredError => d,
                Loss.MeanSquaredError => 2 * d / y.Length,
                Loss.Huber => Math.Clamp(d, -1, 1),
                _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "has no gradient by the outputs here; its δ is fused"),
            };
        }

        return gradient;
    }

    /// <summary>The fused <c>δ^L</c> of the cross-entropies.</summary>
    public static double[] FusedDelta(Loss loss, double[] a, double[] y)
    {
        // The general form a Σy − y of the softmax cross-entropy is a − y only for targets that sum to 1.
        double sum = loss == Loss.CrossEntropy ? y.Sum() : 1;
        var delta = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            delta[i] = (a[i] * sum) - y[i];
        }

        return delta;
    }

    private static double LogSumExp(double[] z)
    {
        double largest = z.Max();
        return largest + Math.Log(z.Sum(value => Math.Exp(value - largest)));
    }
}
