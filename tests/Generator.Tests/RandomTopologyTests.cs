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

    /// <summary>Vectors of one topology that are compared: five for each batch.</summary>
    private const int VectorsOfOne = 5 * 5;

    private static readonly int[] Batches = { 1, 2, 7, 8, 49 };

    /// <summary>For each topology that has been compared, the vectors that needed more than the tolerance.</summary>
    private static readonly Dictionary<int, int> s_wider = new();

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
    public void ItComputesWhatTheOracleComputes(int number) => Wider(number);

    /// <summary>The allowance is for the rare vector that is all cancellation: were it common, it would hide errors.</summary>
    [Fact]
    public void FewVectorsNeedMoreThanTheTolerance()
    {
        int wider = Enumerable.Range(0, networks.Topologies.Count).Sum(Wider);

        Assert.InRange(wider, 0, networks.Topologies.Count * VectorsOfOne / 100);
    }

    /// <summary>Each topology is compared once, whichever test asks first: the comparisons are most of the time of this class.</summary>
    private int Wider(int number)
    {
        if (!s_wider.TryGetValue(number, out int wider))
        {
            wider = Compare(number);
            s_wider.Add(number, wider);
        }

        return wider;
    }

    private int Compare(int number)
    {
        int wider = 0;
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
            wider += Near(OutputTolerance, oracle.Forward(parameters, inputs), outputs, random => oracle.Forward(Nudged(parameters, random), inputs), what + "outputs");

            (double cost, double[] gradients, double[] inputGradients) = oracle.Gradients(parameters, inputs, targets);
            float[] dx = new float[rows.Inputs.Length];
            network.ZeroGradients();
            Closeness.Within(GradientTolerance, cost, network.Cost(rows.Inputs, rows.Targets), what + "cost");
            Closeness.Within(GradientTolerance, cost, network.Backward(rows.Inputs, rows.Targets, dx), what + "cost beside the gradients");
            wider += Near(GradientTolerance, gradients, Canonical(network.CopyGradientsTo, network), random => oracle.Gradients(Nudged(parameters, random), inputs, targets).Gradients, what + "gradients");
            wider += Near(GradientTolerance, inputGradients, dx, random => oracle.Gradients(Nudged(parameters, random), inputs, targets).InputGradients, what + "input gradients");

            double[] outputGradients = Precision.ToDouble(rows.OutputGradients);
            (gradients, inputGradients) = oracle.GradientsFromOutput(parameters, inputs, outputGradients);
            network.ZeroGradients();
            network.BackwardFromOutput(rows.Inputs, rows.OutputGradients, dx);
            wider += Near(GradientTolerance, gradients, Canonical(network.CopyGradientsTo, network), random => oracle.GradientsFromOutput(Nudged(parameters, random), inputs, outputGradients).Gradients, what + "gradients from output gradients");
            wider += Near(GradientTolerance, inputGradients, dx, random => oracle.GradientsFromOutput(Nudged(parameters, random), inputs, outputGradients).InputGradients, what + "input gradients from output gradients");
        }

        return wider;
    }

    /// <summary>
    /// A vector of few elements may be all cancellation, and then hangs on the last bit of every parameter: a few times what
    /// nudging each of them by half a bit does is allowed beside the tolerance, but no more than ten times the tolerance. A vector
    /// of zeros is one of zeros exactly: nothing in it was rounded, and no error is small beside it.
    /// </summary>
    /// <returns>1 if the vector needed more than the tolerance, 0 otherwise.</returns>
    private static int Near(double tolerance, double[] expected, float[] actual, Func<Random, double[]> nudged, string what)
    {
        double scale = expected.Max(Math.Abs);
        double error = expected.Zip(actual, static (e, a) => Math.Abs(e - a)).Max();
        bool isWider = scale > 0 && error > tolerance * scale;
        double allowance = isWider ? Math.Min(10 * tolerance, 4 * Spread(expected, nudged) / scale) : 0;
        Closeness.Within(tolerance + allowance, expected, actual, what);
        return isWider ? 1 : 0;
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
