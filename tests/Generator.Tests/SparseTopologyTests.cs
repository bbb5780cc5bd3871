using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Backprop.Generator.Tests.Support;
using Backprop.Reference;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>Networks of random topologies give the same bits whether their zero inputs are skipped or not.</summary>
public sealed class SparseTopologyTests
{
    /// <summary>Sizes of inputs on both sides of every word of marks, and sizes of first layers that have one block of inputs or several.</summary>
    private static readonly int[] InputSizes = { 5, 31, 57, 64, 65, 98, 112, 113, 128, 129, 200, 333, 456, 512, 784, 1000, 1025 };

    private static readonly int[] Neurons = { 1, 4, 7, 16, 17, 32, 50, 64, 100, 128, 129, 300 };

    [Fact]
    public void ZerosMakeNoDifference()
    {
        Random random = new(7);
        Topology[] topologies = InputSizes.SelectMany(inputs => Enumerable.Range(0, 4).Select(_ => new Topology(
            [inputs, Neurons[random.Next(Neurons.Length)], 3],
            [Activation.Tanh, Activation.Identity],
            Loss.SquaredError,
            Reduction.Mean,
            Bias: random.Next(4) != 0))).ToArray();
        string source = RandomTopologies.Declare(topologies);
        Assembly dense = GeneratorRun.Of(source).Load();
        Assembly sparse = GeneratorRun.Of(source.Replace(")] public", ", SparseInputs = true)] public", StringComparison.Ordinal)).Load();

        for (int k = 0; k < topologies.Length; k++)
        {
            foreach (float[] row in RowsOf(topologies[k].InputSize, random))
            {
                Assert.Equal(ResultsOf(dense, k, row), ResultsOf(sparse, k, row));
            }
        }
    }

    private static IEnumerable<float[]> RowsOf(int inputs, Random random)
    {
        foreach (double share in new[] { 0, 0.02, 0.2, 0.9, 1 })
        {
            yield return Enumerable.Range(0, inputs).Select(_ => random.NextDouble() < share ? random.NextSingle() + 0.1f : 0f).ToArray();
        }

        foreach (int hot in new[] { 0, inputs / 2, inputs - 1 })
        {
            yield return Enumerable.Range(0, inputs).Select(i => i == hot ? 1f : 0f).ToArray();
        }
    }

    /// <summary>Outputs, gradients, gradients of the inputs, and parameters after a step.</summary>
    private static int[] ResultsOf(Assembly assembly, int number, float[] row)
    {
        INetwork network = (INetwork)Activator.CreateInstance(assembly.GetType("Net" + number, throwOnError: true)!, 3UL)!;
        float[] outputs = new float[3];
        float[] inputGradients = new float[row.Length];
        float[] targets = { 0.5f, -0.25f, 1f };
        network.Forward(row, outputs);
        network.Backward(row, targets, inputGradients);
        float[] gradients = network.Gradients.ToArray();
        network.Train(row, targets, new Sgd(0.1f));
        return outputs.Concat(inputGradients).Concat(gradients).Concat(network.Parameters.ToArray()).Select(BitConverter.SingleToInt32Bits).ToArray();
    }
}
