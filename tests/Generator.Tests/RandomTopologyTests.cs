using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Tests.Support;
using Backprop.Reference;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>Networks of random topologies compute what the oracle computes, at sizes on both sides of every block and tile.</summary>
[Collection(nameof(GeneratedNetworks))]
public sealed class RandomTopologyTests(GeneratedNetworks networks)
{
    private const double OutputTolerance = 4e-6;
    private const double GradientTolerance = 1e-5;
    private const double HalfBit = 1.0 / (1 << 24);

    private static readonly int[] Batches = { 1, 2, 7, 8, 33 };

    public static IEnumerable<object[]> Numbers => Enumerable.Range(0, 80).Select(static k => new object[] { k });

    [Fact]
    public void EveryActivationAndLossComesUp()
    {
        Assert.Equal(Enum.GetValues<Activation>(), networks.Topologies.Select(static t => t.Activations[^1]).Distinct().Order());
        Assert.Equal(Enum.GetValues<Activation>().Where(static a => a != Activation.Softmax), networks.Topologies.SelectMany(static t => t.Activations[..^1]).Distinct().Order());
        Assert.Equal(Enum.GetValues<Loss>(), networks.Topologies.Select(static t => t.Loss).Distinct().Order());
        Assert.Equal(4, networks.Topologies.Select(static t => (t.Reduction, t.Bias)).Distinct().Count());
        Assert.Equal(new[] { 1, 2, 3, 4, 5 }, networks.Topologies.Select(static t => t.LayerCount).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void ItComputesWhatTheOracleComputes(int number)
    {
        Topology topology = networks.Topologies[number];
        INetwork network = networks.Create(number);
        Oracle oracle = new(topology);
        double[] parameters = Precision.ToDouble(Canonical(network.CopyParametersTo, network));
        Assert.Equal(topology.ParameterCount, network.ParameterCount);

        foreach (int batch in Batches)
        {
            Rows rows = new(topology, batch);
            string what = $"{topology}, {batch} rows: ";
            double[] inputs = Precision.ToDouble(rows.Inputs);
            double[] targets = Precision.ToDouble(rows.Targets);

            float[] outputs = new float[batch * topology.OutputSize];
            network.Forward(rows.Inputs, outputs);
            Near(OutputTolerance, oracle.Forward(parameters, inputs), outputs, random => oracle.Forward(Nudged(parameters, random), inputs), what + "outputs");

            (double cost, double[] gradients, double[] inputGradients) = oracle.Gradients(parameters, inputs, targets);
            float[] dx = new float[rows.Inputs.Length];
            network.ZeroGradients();
            Closeness.Within(GradientTolerance, cost, network.Cost(rows.Inputs, rows.Targets), what + "cost");
            Closeness.Within(GradientTolerance, cost, network.Backward(rows.Inputs, rows.Targets, dx), what + "cost beside the gradients");
            Near(GradientTolerance, gradients, Canonical(network.CopyGradientsTo, network), random => oracle.Gradients(Nudged(parameters, random), inputs, targets).Gradients, what + "gradients");
            Near(GradientTolerance, inputGradients, dx, random => oracle.Gradients(Nudged(parameters, random), inputs, targets).InputGradients, what + "input gradients");

            double[] outputGradients = Precision.ToDouble(rows.OutputGradients);
            (gradients, inputGradients) = oracle.GradientsFromOutput(parameters, inputs, outputGradients);
            network.ZeroGradients();
            network.BackwardFromOutput(rows.Inputs, rows.OutputGradients, dx);
            Near(GradientTolerance, gradients, Canonical(network.CopyGradientsTo, network), random => oracle.GradientsFromOutput(Nudged(parameters, random), inputs, outputGradients).Gradients, what + "gradients from output gradients");
            Near(GradientTolerance, inputGradients, dx, random => oracle.GradientsFromOutput(Nudged(parameters, random), inputs, outputGradients).InputGradients, what + "input gradients from output gradients");
        }
    }

    /// <summary>
    /// A vector of few elements may be all cancellation, and then hangs on the last bit of every parameter: a few times what
    /// nudging each of them by half a bit does is allowed beside the tolerance.
    /// </summary>
    private static void Near(double tolerance, double[] expected, float[] actual, Func<Random, double[]> nudged, string what)
    {
        double scale = expected.Max(Math.Abs);
        double error = expected.Zip(actual, static (e, a) => Math.Abs(e - a)).Max();
        double allowance = error <= tolerance * scale ? 0 : 4 * Spread(expected, nudged) / scale;
        Closeness.Within(tolerance + allowance, expected, actual, what);
    }

    private static double Spread(double[] expected, Func<Random, double[]> nudged)
    {
        Random random = new(1);
        return Enumerable.Range(0, 8).Max(_ => expected.Zip(nudged(random), static (e, n) => Math.Abs(e - n)).Max());
    }

    private static double[] Nudged(double[] parameters, Random random)
        => parameters.Select(w => w * (1 + (random.Next(2) == 0 ? HalfBit : -HalfBit))).ToArray();

    private static float[] Canonical(CopyTo copy, INetwork network)
    {
        float[] values = new float[network.ParameterCount];
        copy(values);
        return values;
    }

    private delegate void CopyTo(Span<float> destination);
}
