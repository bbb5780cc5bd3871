using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;
using Backprop.Reference;

namespace Backprop.Generator.Tests.Support;

/// <summary>Topologies by lot, the same ones in every run, and their spelling as an attribute and as a specification.</summary>
internal static class RandomTopologies
{
    private const int Seed = 20_240_607;

    /// <summary>Sizes on both sides of every vector width and tile.</summary>
    private static readonly int[] Sizes = { 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100 };

    /// <summary>Sizes of networks of which many stay in registers.</summary>
    private static readonly int[] TinySizes = { 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 32 };

    private static readonly Activation[] Hidden = Enum.GetValues<Activation>().Where(static a => a != Activation.Softmax).ToArray();

    /// <summary>
    /// One topology for each pair of output activation and loss that fit, and as many more as are asked for. Hidden activations,
    /// reductions and biases take turns, so that each comes up, too.
    /// </summary>
    public static IReadOnlyList<Topology> Of(int count) => Of(count, Sizes, 5);

    /// <summary>Topologies of few neurons, otherwise as <see cref="Of(int)"/>.</summary>
    public static IReadOnlyList<Topology> OfTiny(int count) => Of(count, TinySizes, 3);

    private static List<Topology> Of(int count, int[] sizesByLot, int mostLayers)
    {
        Random random = new(Seed);
        (Activation Output, Loss Loss)[] pairs = (
            from output in Enum.GetValues<Activation>()
            from loss in Enum.GetValues<Loss>()
            where Fits(output, loss)
            select (output, loss)).ToArray();
        List<Topology> topologies = new();
        for (int k = 0; k < count; k++)
        {
            (Activation output, Loss loss) = k < pairs.Length ? pairs[k] : pairs[random.Next(pairs.Length)];
            int layers = 1 + (k % mostLayers);
            int[] sizes = Enumerable.Range(0, layers + 1).Select(_ => sizesByLot[random.Next(sizesByLot.Length)]).ToArray();
            Activation[] activations = Enumerable.Range(0, layers).Select(l => l == layers - 1 ? output : Hidden[(k + (3 * l)) % Hidden.Length]).ToArray();
            topologies.Add(new Topology(sizes, activations, loss, random.Next(2) == 0 ? Reduction.Mean : Reduction.Sum, Bias: random.Next(4) != 0));
        }

        return topologies;
    }

    /// <summary>The class of a topology.</summary>
    public static string Declare(string name, Topology topology)
    {
        IEnumerable<string> layers = topology.Activations.Select((activation, l) => $"{topology.Sizes[l + 1]}, Activation.{activation}");
        string bias = topology.Bias ? "true" : "false";
        return $"[Network({topology.Sizes[0]}, {string.Join(", ", layers)}, Loss = Loss.{topology.Loss}, Reduction = Reduction.{topology.Reduction}, Bias = {bias})] public partial class {name} {{ }}\n";
    }

    /// <summary>A source file with the classes <c>Net0</c>, <c>Net1</c>, …</summary>
    public static string Declare(IEnumerable<Topology> topologies)
        => "using Backprop;\n" + string.Concat(topologies.Select(static (topology, k) => Declare("Net" + k, topology)));

    /// <summary>What the parser makes of a topology.</summary>
    public static TopologySpec Specify(Topology topology) => new(
        topology.InputSize,
        new EquatableArray<LayerSpec>(topology.Activations.Select((activation, l) => new LayerSpec(topology.Sizes[l + 1], (ActivationKind)activation))),
        (LossKind)topology.Loss,
        (ReductionKind)topology.Reduction,
        topology.Bias);

    private static bool Fits(Activation output, Loss loss) => loss switch
    {
        Loss.BinaryCrossEntropy => output == Activation.Sigmoid,
        Loss.CrossEntropy => output == Activation.Softmax,
        _ => true,
    };
}
