using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Backprop.Generator.Tests.Support;
using Backprop.Memory;
using Backprop.Network.Tests;
using Backprop.Reference;
using Backprop.Training;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>One row of a tiny network in registers: the outputs of a batch, gradient descent, and the same bits at every vector width.</summary>
public sealed class RegisterTests(TinyNetworks networks) : IClassFixture<TinyNetworks>
{
    private const float LearningRate = 0.25f;

    private static readonly string[] Widths = { "Width512", "Width256", "Width128" };

    private delegate void Forward(ref float x, ref float parameters, ref float outputs);

    private delegate float Step(ref float x, ref float targets, ref float parameters, float factor);

    public static IEnumerable<object[]> Numbers => Enumerable.Range(0, TinyNetworks.Count).Select(static k => new object[] { k });

    [Fact]
    public void ManyOfTheNetworksStayInRegisters()
    {
        IEnumerable<int> inRegisters = Enumerable.Range(0, TinyNetworks.Count).Where(k => Pass<Step>(networks.Create(k), Widths[0]) is not null);

        Assert.InRange(inRegisters.Count(), TinyNetworks.Count / 2, TinyNetworks.Count - 1);
        Assert.Equal(
            Enum.GetValues<Activation>(),
            inRegisters.SelectMany(k => networks.Topologies[k].Activations).Distinct().Order());
        Assert.Equal(Enum.GetValues<Loss>(), inRegisters.Select(k => networks.Topologies[k].Loss).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void ARowHasTheOutputsAndTheCostOfABatch(int number)
    {
        INetwork network = networks.Create(number);
        Topology topology = networks.Topologies[number];
        Rows rows = new(topology, 3);
        float[] batch = new float[rows.Count * topology.OutputSize];
        network.Forward(rows.Inputs, batch);

        float[] row = new float[topology.OutputSize];
        for (int r = 0; r < rows.Count; r++)
        {
            ReadOnlySpan<float> input = rows.Inputs.AsSpan(r * topology.InputSize, topology.InputSize);
            ReadOnlySpan<float> target = rows.Targets.AsSpan(r * topology.OutputSize, topology.OutputSize);
            network.Forward(input, row);
            int predicted = network.Predict(input);
            float cost = network.Cost(input, target);

            Assert.Equal(Bits(batch.AsSpan(r * topology.OutputSize, topology.OutputSize)), Bits(row));
            Assert.Equal(Array.IndexOf(row, row.Max()), predicted);
            Assert.Equal(cost, network.Train(input, target, new Sgd(0)));
        }
    }

    [FusedMultiplyAddTheory]
    [MemberData(nameof(Numbers))]
    public void EveryWidthGivesTheSameBits(int number)
    {
        INetwork network = networks.Create(number);
        Topology topology = networks.Topologies[number];
        Rows rows = new(topology, 1);
        float[] expected = new float[topology.OutputSize];
        network.Forward(rows.Inputs, expected);
        AlignedBuffer[] parameters = Widths.Select(_ => Copy(network.Parameters)).ToArray();
        float cost = network.Train(rows.Inputs, rows.Targets, new Sgd(LearningRate));

        for (int w = 0; w < Widths.Length; w++)
        {
            if (Pass<Forward>(network, Widths[w]) is Forward forward && Pass<Step>(network, Widths[w]) is Step step)
            {
                // A value behind the row: nothing but the outputs is written.
                float[] outputs = new float[topology.OutputSize + 1];
                outputs[^1] = 42;
                forward(ref rows.Inputs[0], ref parameters[w].Reference, ref outputs[0]);
                Assert.Equal(Bits(expected) + Bits(new[] { 42f }), Bits(outputs));

                Assert.Equal(cost, step(ref rows.Inputs[0], ref rows.Targets[0], ref parameters[w].Reference, -LearningRate));
                Assert.Equal(Bits(network.Parameters), Bits(parameters[w].Span));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void AStepIsGradientDescent(int number)
    {
        INetwork network = networks.Create(number);
        Rows rows = new(networks.Topologies[number], 1);
        float[] w = network.Parameters.ToArray();
        network.Backward(rows.Inputs, rows.Targets);
        float[] g = network.Gradients.ToArray();
        double largest = g.Max(Math.Abs);

        network.Train(rows.Inputs, rows.Targets, new Sgd(LearningRate));

        for (int i = 0; i < w.Length; i++)
        {
            double expected = w[i] - ((double)LearningRate * g[i]);
            double allowed = (1e-6 * LearningRate * largest) + (Math.Abs(expected) * Math.Pow(2, -23));
            Assert.True(Math.Abs(network.Parameters[i] - expected) <= allowed, $"parameter {i}: expected {expected}, got {network.Parameters[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void ALabelTrainsAsItsRowOfTargets(int number)
    {
        INetwork byLabel = networks.Create(number);
        INetwork byRow = networks.Create(number);
        Rows rows = new(networks.Topologies[number], 1);
        float[] oneOfN = new float[byRow.OutputSize];
        oneOfN[rows.Labels[0]] = 1;
        Sgd optimizer = new(LearningRate);

        Assert.Equal(byRow.Train(rows.Inputs, oneOfN, optimizer), byLabel.Train(rows.Inputs, rows.Labels, optimizer));
        Assert.Equal(Bits(byRow.Parameters), Bits(byLabel.Parameters));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void PaddingStaysZero(int number)
    {
        INetwork network = networks.Create(number);
        Rows rows = new(networks.Topologies[number], 1);
        for (int step = 0; step < 3; step++)
        {
            network.Train(rows.Inputs, rows.Targets, new Sgd(LearningRate));
        }

        string trained = Bits(network.Parameters);
        float[] canonical = new float[network.ParameterCount];
        network.CopyParametersTo(canonical);
        network.Parameters.Clear();
        network.LoadParameters(canonical);

        Assert.Equal(Bits(network.Parameters), trained);
    }

    /// <summary>A pass of a network at a vector width; null where there is none.</summary>
    private static TDelegate? Pass<TDelegate>(INetwork network, string width)
        where TDelegate : Delegate
    {
        Type kernels = network.GetType().GetNestedType("Kernels", BindingFlags.NonPublic)!;
        MethodInfo? method = kernels.GetNestedType(width, BindingFlags.NonPublic)!.GetMethod("Register" + typeof(TDelegate).Name);
        return method?.CreateDelegate<TDelegate>();
    }

    private static AlignedBuffer Copy(ReadOnlySpan<float> values)
    {
        AlignedBuffer copy = new(values.Length);
        values.CopyTo(copy.Span);
        return copy;
    }

    private static string Bits(ReadOnlySpan<float> values) => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));
}
