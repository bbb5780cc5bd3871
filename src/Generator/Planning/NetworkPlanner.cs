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

    /// <summary>
    /// Weights of a first layer, with padding, from which on zero inputs are skipped: below, finding them takes as long as they do, even
    /// where only one input of eight is not zero.
    /// </summary>
    private const long FewestSparseWeights = 2048;

    /// <summary>
    /// What a block of rows and its inputs should take, so that they stay in a first-level cache of 48 KB between two layers: for
    /// narrow networks, whose gradients are small enough to be there too.
    /// </summary>
    private const long FirstLevelBytes = 40 * 1024;

    /// <summary>
    /// The fewest rows for which that is worth while: with fewer, starting and ending the sums of a weight gradient costs more.
    /// </summary>
    private const int FewestFirstLevelRows = 48;

    /// <summary>
    /// What a block of rows and its inputs may take otherwise: a second-level cache of 1 MB, and some of the next level's. benchmarks/Figures
    /// showed no gain for 784-100-100-10 from twice as much, and a small loss from a quarter.
    /// </summary>
    private const long BlockBytes = 4 * 1024 * 1024;

    /// <summary>Above this, memory counts for more than tall tiles, and a block is one row.</summary>
    private const long LargestBlockBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The floats of a strip: half of a first-level cache of 32 KB. One tile of inputs at least, which in layers of more than about
    /// 340 neurons is more.
    /// </summary>
    private const int StripFloats = 4096;

    /// <summary>Multiples of a tile of 12 rows and, but for the last, of a cache line of narrow rows; largest first.</summary>
    private static readonly int[] BlockSizes = { 384, 192, 96, 48, 24, 12 };

    private static readonly int[] Widths = { 16, 8, 4, 1 };

    public static NetworkPlan Plan(NetworkSpec spec)
    {
        TopologySpec topology = spec.Topology;
        OutputPlan output = PlanOutput(topology);
        LayerPlan[] layers = PlanLayers(topology, output, out int parametersLength);
        if (spec.Dropout > 0)
        {
            PlaceSlopes(layers);
        }

        WorkspacePlan workspace = PlanWorkspace(topology.InputSize, layers);
        if (spec.SparseInputs && (long)layers[0].Inputs * layers[0].Stride >= FewestSparseWeights)
        {
            workspace = PlaceMarks(layers, workspace);
        }

        return new NetworkPlan(
            spec,
            new EquatableArray<LayerPlan>(layers),
            new ParametersPlan(layers.Sum(static l => l.Neurons * (l.Inputs + (l.HasBias ? 1 : 0))), parametersLength, spec.Initializer),
            workspace,
            output,
            Limits.PassLayers,
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
        int transposed = 0;
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
                DeltaOffset: -1,
                Shape: l + 1,
                TransposedOffset: l == 0 ? -1 : transposed,
                StripInputsOf(inputs, layer.Neurons, stride),
                FirstStrip: l == 0 ? 0 : layers[l - 1].EndStrip,
                Marks: null,
                Dropout: null);
            transposed = l == 0 ? 0 : checked(transposed + (int)TransposedLengthOf(layers[l]));
            layers[l] = layers[l] with { Shape = layers.Take(l + 1).First(layer => layer == layers[l] || layer.HasShapeOf(layers[l])).Index };
        }

        for (int l = 0; l < layers.Length; l++)
        {
            layers[l] = layers[l] with { DeltaOffset = row };
            row += layers[l].Stride;
        }

        parametersLength = parameters;
        return layers;
    }

    private static int StripInputsOf(int inputs, int neurons, int stride)
    {
        int multiple = PanelPlanner.RowsOfWholeTiles(neurons);
        return Math.Min(inputs, Math.Max(1, StripFloats / (multiple * stride)) * multiple);
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

    private static WorkspacePlan PlanWorkspace(int inputs, LayerPlan[] layers)
    {
        int forward = layers[0].DeltaOffset;
        int row = layers.Max(static l => (l.Dropout?.SlopeOffset ?? l.DeltaOffset) + l.Stride);
        int rows = BlockRowsOf(inputs + row);
        return new WorkspacePlan(
            forward,
            row,
            rows,
            checked((int)StoragePlanner.RoundUp((long)row * rows, StoragePlanner.CacheLine)),
            layers.Max(static l => l.TransposedOffset < 0 ? 0 : checked(l.TransposedOffset + (int)TransposedLengthOf(l))),
            StackRowsOf(forward),
            StackFloatsOf(forward));
    }

    private static int BlockRowsOf(long rowFloats)
    {
        long bytes = rowFloats * 4L;
        int firstLevel = BlockSizes.FirstOrDefault(rows => rows * bytes <= FirstLevelBytes);
        if (firstLevel >= FewestFirstLevelRows)
        {
            return firstLevel;
        }

        int rows = BlockSizes.FirstOrDefault(rows => rows * bytes <= BlockBytes);
        int smallest = BlockSizes[BlockSizes.Length - 1];
        return rows > 0 ? rows : smallest * bytes <= LargestBlockBytes ? smallest : 1;
    }

    /// <summary>A cache line is lost to alignment.</summary>
    private static int StackRowsOf(int forwardFloats)
    {
        int rows = ((Limits.StackBytes / 4) - StoragePlanner.CacheLine) / forwardFloats;
        int largest = BlockSizes[0];
        int smallest = BlockSizes[BlockSizes.Length - 1];
        return rows >= largest ? largest : rows >= smallest ? rows / smallest * smallest : rows;
    }

    private static int StackFloatsOf(int floats) => floats <= (Limits.StackBytes / 4) - StoragePlanner.CacheLine ? floats : 0;

    /// <summary>The hidden layers' slopes lie behind everything else of a row.</summary>
    private static void PlaceSlopes(LayerPlan[] layers)
    {
        LayerPlan last = layers[layers.Length - 1];
        int offset = last.DeltaOffset + last.Stride;
        int neuron = 0;
        for (int l = 0; l < layers.Length - 1; l++)
        {
            layers[l] = layers[l] with { Dropout = new DropoutPlan(neuron, offset) };
            offset += layers[l].Stride;
            neuron += layers[l].Neurons;
        }
    }

    /// <summary>The marks of one row lie behind everything else of the row: the forward pass writes them, and the backward pass reads them again.</summary>
    private static WorkspacePlan PlaceMarks(LayerPlan[] layers, WorkspacePlan workspace)
    {
        int offset = (int)StoragePlanner.RoundUp(workspace.RowFloats, StoragePlanner.CacheLine);
        int end = checked(offset + MarksPlan.LengthOf(layers[0].Inputs));
        layers[0] = layers[0] with { Marks = PlanMarks(offset, layers[0]) };
        return workspace with { BlockFloats = Math.Max(workspace.BlockFloats, end), StackRowFloats = StackFloatsOf(end) };
    }

    private static MarksPlan PlanMarks(int offset, LayerPlan layer)
    {
        int inputsPerMark = InputsPerMark(layer);
        return new MarksPlan(
            offset,
            inputsPerMark,
            new EquatableArray<MarkWalkPlan>(Enumerable.Range(0, layer.Chains).Select(block => Walk(layer.BlockStart(block), layer.BlockEnd(block)))),
            Walk(0, layer.Inputs));

        MarkWalkPlan Walk(int first, int end) => MarkWalkPlan.Of(first / inputsPerMark, (end - first) / inputsPerMark);
    }

    /// <summary>
    /// Neighbours are often zero together. With two inputs a mark half as many marks are found and walked, but zeros beside other
    /// values are computed: that pays, on MNIST, where an input has one vector of weights, and costs where it has eight.
    /// </summary>
    private static int InputsPerMark(LayerPlan layer)
        => layer.Stride <= StoragePlanner.CacheLine && layer.ChainLength % 2 == 0 && layer.Inputs % 2 == 0 ? 2 : 1;

    private static long TransposedLengthOf(LayerPlan layer)
        => StoragePlanner.RoundUp((long)layer.Neurons * layer.InputStride, StoragePlanner.CacheLine);
}
