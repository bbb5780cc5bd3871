using System.Collections.Generic;
using System.Linq;
using Backprop.Reference;

namespace Backprop.Generator.Tests.Support;

/// <summary>Networks of few neurons, emitted and compiled together. Small classifiers come up too rarely by lot: some are added.</summary>
public sealed class TinyNetworks() : GeneratedNetworks(Tiny())
{
    public const int Count = 80;

    private static IReadOnlyList<Topology> Tiny()
    {
        Topology[] classifiers =
        {
            new(new[] { 4, 8, 3 }, new[] { Activation.Relu, Activation.Softmax }, Loss.CrossEntropy, Reduction.Mean, Bias: true),
            new(new[] { 3, 16, 4 }, new[] { Activation.Tanh, Activation.Softmax }, Loss.CrossEntropy, Reduction.Sum, Bias: false),
            new(new[] { 9, 2 }, new[] { Activation.Softmax }, Loss.CrossEntropy, Reduction.Mean, Bias: true),
            new(new[] { 2, 5, 3 }, new[] { Activation.Silu, Activation.Softmax }, Loss.SquaredError, Reduction.Mean, Bias: true),
            new(new[] { 6, 4, 1 }, new[] { Activation.Tanh, Activation.Sigmoid }, Loss.BinaryCrossEntropy, Reduction.Mean, Bias: true),
            new(new[] { 5, 7, 6 }, new[] { Activation.Elu, Activation.Sigmoid }, Loss.BinaryCrossEntropy, Reduction.Sum, Bias: true),
        };
        return RandomTopologies.OfTiny(Count - classifiers.Length).Concat(classifiers).ToArray();
    }
}
