using System;
using System.Linq;

namespace Backprop.Reference;

/// <summary>
/// The network of <c>docs/mathematics.md</c> in double precision, one sample and one sum at a time: what everything faster is
/// measured against. Nothing here is fast, and nothing should become so.
/// </summary>
/// <remarks>
/// Every flat vector of parameters or gradients is in canonical order; rows lie one behind another, and their number is told by
/// the length of <c>inputs</c>.
/// </remarks>
public sealed class Oracle(Topology topology)
{
    /// <summary>What this oracle computes.</summary>
    public Topology Topology { get; } = topology;

    /// <summary>The outputs <c>a^L</c> of each row (F).</summary>
    public double[] Forward(double[] parameters, double[] inputs) =>
        Rows(inputs, Topology.InputSize).SelectMany(x => Pass(parameters, x).A[^1]).ToArray();

    /// <summary>The reduced cost of the rows.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="factors">What dropout multiplies the outputs of the hidden neurons by, a vector for each row; null: 1.</param>
    public double Cost(double[] parameters, double[] inputs, double[] targets, double[][]? factors = null)
    {
        double[][] rows = Rows(inputs, Topology.InputSize);
        double[][] rowTargets = Rows(targets, Topology.OutputSize, rows.Length);

        double cost = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            (double[][] z, double[][] a) = Pass(parameters, rows[k], factors?[k]);
            cost += LossFunction.Cost(Topology.Loss, z[^1], a[^1], rowTargets[k]);
        }

        return cost * ReductionFactor(rows.Length);
    }

    /// <summary>The reduced cost of the rows and its gradients by the parameters and by the inputs (B0 … B4).</summary>
    /// <inheritdoc cref="Cost"/>
    public (double Cost, double[] Gradients, double[] InputGradients) Gradients(double[] parameters, double[] inputs, double[] targets, double[][]? factors = null)
    {
        double[][] rows = Rows(inputs, Topology.InputSize);
        double[][] rowTargets = Rows(targets, Topology.OutputSize, rows.Length);
        double factor = ReductionFactor(rows.Length);

        double cost = 0;
        var gradients = new double[Topology.ParameterCount];
        var inputGradients = new double[inputs.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            (double[][] z, double[][] a) = Pass(parameters, rows[k], factors?[k]);
            cost += LossFunction.Cost(Topology.Loss, z[^1], a[^1], rowTargets[k]);

            double[] delta = LossFunction.IsCrossEntropy(Topology.Loss)
                ? LossFunction.FusedDelta(Topology.Loss, a[^1], rowTargets[k])
                : OutputDelta(z[^1], a[^1], LossFunction.OutputGradient(Topology.Loss, a[^1], rowTargets[k]));
            double[] reduced = delta.Select(value => value * factor).ToArray();
            PassBack(parameters, z, a, reduced, gradients, factors?[k]).CopyTo(inputGradients, k * Topology.InputSize);
        }

        return (cost * factor, gradients, inputGradients);
    }

    /// <summary>The gradients of any cost, given its <c>∂C/∂a^L</c> for each row. Nothing is reduced.</summary>
    public (double[] Gradients, double[] InputGradients) GradientsFromOutput(double[] parameters, double[] inputs, double[] outputGradients)
    {
        double[][] rows = Rows(inputs, Topology.InputSize);
        double[][] rowGradients = Rows(outputGradients, Topology.OutputSize, rows.Length);

        var gradients = new double[Topology.ParameterCount];
        var inputGradients = new double[inputs.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            (double[][] z, double[][] a) = Pass(parameters, rows[k]);
            double[] delta = OutputDelta(z[^1], a[^1], rowGradients[k]);
            PassBack(parameters, z, a, delta, gradients).CopyTo(inputGradients, k * Topology.InputSize);
        }

        return (gradients, inputGradients);
    }

    /// <summary>(F) for one sample: <c>z^l</c> and <c>a^l</c> of every layer; <c>a^0 = x</c>, and there is no <c>z^0</c>.</summary>
    private (double[][] Z, double[][] A) Pass(double[] parameters, double[] x, double[]? factors = null)
    {
        int hidden = 0;
        var z = new double[Topology.LayerCount + 1][];
        var a = new double[Topology.LayerCount + 1][];
        z[0] = [];
        a[0] = x;
        for (int l = 1; l <= Topology.LayerCount; l++)
        {
            z[l] = new double[Topology.Sizes[l]];
            for (int i = 0; i < Topology.Sizes[l]; i++)
            {
                double sum = Topology.Bias ? parameters[Topology.BiasIndex(l, i)] : 0;
                int row = Topology.WeightIndex(l, i, 0);
                for (int j = 0; j < Topology.Sizes[l - 1]; j++)
                {
                    sum += parameters[row + j] * a[l - 1][j];
                }

                z[l][i] = sum;
            }

            a[l] = Activate(Topology.Activations[l - 1], z[l]);
            if (factors is not null && l < Topology.LayerCount)
            {
                a[l] = a[l].Select(value => value * factors[hidden++]).ToArray();
            }
        }

        return (z, a);
    }

    /// <summary>(B2 … B4, B0) for one sample, from <c>δ^L</c>: adds to <paramref name="gradients"/> and returns <c>∂C/∂x</c>.</summary>
    private double[] PassBack(double[] parameters, double[][] z, double[][] a, double[] delta, double[] gradients, double[]? factors = null)
    {
        int hidden = Topology.HiddenNeurons;
        for (int l = Topology.LayerCount; ; l--)
        {
            var sums = new double[Topology.Sizes[l - 1]]; // Σ_i w_ij^l δ_i^l
            for (int i = 0; i < Topology.Sizes[l]; i++)
            {
                int row = Topology.WeightIndex(l, i, 0);
                for (int j = 0; j < Topology.Sizes[l - 1]; j++)
                {
                    gradients[row + j] += delta[i] * a[l - 1][j]; // (B3)
                    sums[j] += parameters[row + j] * delta[i];
                }

                if (Topology.Bias)
                {
                    gradients[Topology.BiasIndex(l, i)] += delta[i]; // (B4)
                }
            }

            if (l == 1)
            {
                return sums; // (B0)
            }

            delta = new double[Topology.Sizes[l - 1]];
            hidden -= delta.Length;
            for (int j = 0; j < delta.Length; j++)
            {
                delta[j] = ActivationFunction.Derivative(Topology.Activations[l - 2], z[l - 1][j]) * sums[j] * (factors?[hidden + j] ?? 1); // (B2)
            }
        }
    }

    /// <summary>(B1): <c>δ^L</c> from <c>∂C/∂a^L</c>.</summary>
    private double[] OutputDelta(double[] z, double[] a, double[] outputGradient)
    {
        var delta = new double[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            if (Topology.Activations[^1] == Activation.Softmax)
            {
                // Every output depends on every z: ∂a_k/∂z_i = a_k ([i = k] − a_i).
                for (int k = 0; k < z.Length; k++)
                {
                    delta[i] += outputGradient[k] * a[k] * ((i == k ? 1 : 0) - a[i]);
                }
            }
            else
            {
                delta[i] = outputGradient[i] * ActivationFunction.Derivative(Topology.Activations[^1], z[i]);
            }
        }

        return delta;
    }

    private static double[] Activate(Activation activation, double[] z)
    {
        if (activation != Activation.Softmax)
        {
            return z.Select(value => ActivationFunction.Value(activation, value)).ToArray();
        }

        // Softmax does not change when the same number is taken from every z; the largest keeps the exponentials in range.
        double largest = z.Max();
        double[] exponentials = z.Select(value => Math.Exp(value - largest)).ToArray();
        double sum = exponentials.Sum();
        return exponentials.Select(value => value / sum).ToArray();
    }

    private double ReductionFactor(int rows) => Topology.Reduction == Reduction.Mean ? 1.0 / rows : 1;

    private static double[][] Rows(double[] values, int size, int? expected = null)
    {
        if (values.Length % size != 0 || (expected is int count && values.Length != count * size))
        {
            throw new ArgumentException($"{values.Length} values are not {expected?.ToString() ?? "whole"} rows of {size}");
        }

        return values.Chunk(size).ToArray();
    }
}
