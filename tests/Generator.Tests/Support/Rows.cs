using System;
using System.Linq;
using Backprop.Reference;

namespace Backprop.Generator.Tests.Support;

/// <summary>Data for one call: inputs, targets that the loss allows, and gradients of some other cost.</summary>
public sealed class Rows
{
    /// <param name="topology">What the data is for.</param>
    /// <param name="count">The number of rows.</param>
    public Rows(Topology topology, int count)
    {
        Random random = new((31 * count) + topology.ParameterCount);
        Count = count;
        Inputs = Values(random, count * topology.InputSize, -1, 1);
        Labels = Enumerable.Range(0, count).Select(_ => random.Next(topology.OutputSize)).ToArray();
        OutputGradients = Values(random, count * topology.OutputSize, -1, 1);
        Targets = topology.Loss == Loss.CrossEntropy
            ? Enumerable.Range(0, count).SelectMany(_ => Distribution(random, topology.OutputSize)).ToArray()
            : Values(random, count * topology.OutputSize, 0, 1);
    }

    public int Count { get; }

    public float[] Inputs { get; }

    public float[] Targets { get; }

    public int[] Labels { get; }

    public float[] OutputGradients { get; }

    private static float[] Values(Random random, int count, float from, float to)
        => Enumerable.Range(0, count).Select(_ => from + (random.NextSingle() * (to - from))).ToArray();

    private static float[] Distribution(Random random, int size)
    {
        float[] values = Values(random, size, 0.1f, 1);
        float sum = values.Sum();
        return values.Select(value => value / sum).ToArray();
    }
}
