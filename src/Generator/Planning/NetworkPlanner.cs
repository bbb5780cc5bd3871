using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>From what the user wrote to what will be emitted. Pure: the same specification, the same plan.</summary>
internal static class NetworkPlanner
{
    /// <summary>
    /// Sums that are worked on side by side in one row. A multiply-add takes four cycles and two start in each: eight keep the
    /// hardware busy.
    /// </summary>
    private const int IndependentSums = 8;

    /// <summary>
    /// The fewest inputs in a block of a row's sum: a block costs an addition of three cycles, and has to save more than that. Not
    /// measured.
    /// </summary>
    private const int ShortestChain = 8;

    /// <summary>What a block of rows may take, so that it stays in a second-level cache of 1 MB beside some weights. Not measured.</summary>
    private const long BlockBytes = 512 * 1024;

    /// <summary>Above this, memory counts for more than tall tiles, and a block is one row.</summary>
    private const long LargestBlockBytes = 64 * 1024 * 1024;

    /// <summary>Multiples of the tallest tile and of a cache line of narrow rows, largest first.</summary>
    private static readonly int[] BlockSizes = { 96, 48, 24, 12 };

    private static readonly int[] Widths = { 16, 8, 4, 1 };

    public static NetworkPlan Plan(NetworkSpec spec)
    {
        TopologySpec topology = spec.Topology;
        OutputPlan output = PlanOutput(topology);
        LayerPlan[] layers = PlanLayers(topology, output, out int parametersLength);
        WorkspacePlan workspace = PlanWorkspace(layers);
        layers = PlaceTransposed(layers, workspace, out int workspaceLength);
        return new NetworkPlan(
            spec,
            new EquatableArray<LayerPlan>(layers),
            new ParametersPlan(layers.Sum(static l => l.Neurons * (l.Inputs + (l.HasBias ? 1 : 0))), parametersLength),
            workspace with { Length = workspaceLength },
            output,
            new EquatableArray<WidthPlan>(Widths.Select(lanes => KernelPlanner.Plan(lanes, layers, output))));
    }

    private static OutputPlan PlanOutput(TopologySpec topology)
    {
        OutputKind kind = topology.Loss switch
        {
            LossKind.CrossEntropy => OutputKind.SoftmaxCrossEntropy,
            LossKind.BinaryCrossEntropy => OutputKind.BinaryCrossEntropy,
            _ => topology.OutputActivation == ActivationKind.Softmax ? OutputKind.Softmax : OutputKind.Elementwise,
        };
        return new OutputPlan(kind, topology.OutputActivation, topology.Loss);
    }

    private static LayerPlan[] PlanLayers(TopologySpec topology, OutputPlan output, out int parametersLength)
    {
        LayerPlan[] layers = new LayerPlan[topology.Layers.Count];
        int parameters = 0;
        int row = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            LayerSpec layer = topology.Layers[l];
            int inputs = topology.InputsOf(l);
            int stride = (int)StoragePlanner.StrideOf(layer.Neurons);
            int weights = parameters;
            int bias = topology.Bias ? weights + (inputs * stride) : -1;
            parameters = weights + (int)StoragePlanner.LengthOf(inputs, layer.Neurons, topology.Bias);

            bool isLast = l == layers.Length - 1;
            bool keeps = DerivativeReadsPreactivation(layer.Activation)
                || (isLast && output.Kind is OutputKind.BinaryCrossEntropy or OutputKind.SoftmaxCrossEntropy);
            int activation = row;
            row += stride;
            int preactivation = keeps ? row : activation;
            row += keeps ? stride : 0;

            layers[l] = new LayerPlan(
                l + 1,
                inputs,
                l == 0 ? inputs : layers[l - 1].Stride,
                layer.Neurons,
                stride,
                weights,
                bias,
                layer.Activation,
                keeps,
                ChainsOf(inputs, stride),
                activation,
                preactivation,
                Shape: l + 1,
                TransposedOffset: -1);
            layers[l] = layers[l] with { Shape = layers.Take(l + 1).First(layer => layer == layers[l] || layer.HasShapeOf(layers[l])).Index };
        }

        parametersLength = parameters;
        return layers;
    }

    /// <summary>A layer of few vectors has too few independent sums: its inputs are cut into blocks, until there are enough.</summary>
    private static int ChainsOf(int inputs, int stride)
    {
        int vectors = Math.Max(1, stride / StoragePlanner.CacheLine);
        int chains = 1;
        while (chains * 2 * vectors <= IndependentSums && inputs / (chains * 2) >= ShortestChain)
        {
            chains *= 2;
        }

        return chains;
    }

    /// <summary>The other derivatives are exact enough from <c>a</c> alone.</summary>
    private static bool DerivativeReadsPreactivation(ActivationKind activation)
        => activation is ActivationKind.Gelu or ActivationKind.Silu or ActivationKind.Softplus;

    private static WorkspacePlan PlanWorkspace(LayerPlan[] layers)
    {
        int forward = layers.Sum(static l => l.Stride + (l.KeepsPreactivation ? l.Stride : 0));
        int widest = layers.Max(static l => l.Stride);
        int other = forward + widest;
        int row = other + (layers.Length > 1 ? widest : 0);
        int rows = BlockRowsOf(row);
        return new WorkspacePlan(forward, forward, other, row, rows, checked((int)StoragePlanner.RoundUp((long)row * rows, StoragePlanner.CacheLine)), 0, StackRowsOf(forward));
    }

    private static int BlockRowsOf(int rowFloats)
    {
        long bytes = rowFloats * 4L;
        foreach (int rows in BlockSizes)
        {
            if (rows * bytes <= BlockBytes)
            {
                return rows;
            }
        }

        int smallest = BlockSizes[BlockSizes.Length - 1];
        return smallest * bytes <= LargestBlockBytes ? smallest : 1;
    }

    /// <summary>A cache line is lost to alignment.</summary>
    private static int StackRowsOf(int forwardFloats)
    {
        int rows = ((Limits.StackBytes / 4) - StoragePlanner.CacheLine) / forwardFloats;
        int largest = BlockSizes[0];
        int tallest = BlockSizes[BlockSizes.Length - 1];
        return rows >= largest ? largest : rows >= tallest ? rows / tallest * tallest : rows;
    }

    private static LayerPlan[] PlaceTransposed(LayerPlan[] layers, WorkspacePlan workspace, out int length)
    {
        List<LayerPlan> placed = new();
        int offset = workspace.TransposedOffset;
        foreach (LayerPlan layer in layers)
        {
            bool isNeeded = layer.Index > 1;
            placed.Add(layer with { TransposedOffset = isNeeded ? offset : -1 });
            offset = checked(offset + (isNeeded ? (int)StoragePlanner.RoundUp((long)layer.Neurons * layer.InputStride, StoragePlanner.CacheLine) : 0));
        }

        length = offset;
        return placed.ToArray();
    }
}
