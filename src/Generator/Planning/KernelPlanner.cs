using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>The shapes of the kernels at one vector width.</summary>
/// <remarks>
/// No shape changes a sum's order: each element of a product is summed term by term, whatever tile it lies in.
/// </remarks>
internal static class KernelPlanner
{
    /// <summary>Sums of one row that stay in registers, with room for a broadcast input, where there are sixteen of them.</summary>
    private const int RowSums = 8;

    /// <summary>Multiply-adds of a block of a row's sum that are spelled out; a longer block is a loop. Not measured.</summary>
    private const int LongestUnrolledChain = 8;

    /// <summary>Vectors that one turn of a row's update takes at least, so that the loop costs little. Not measured.</summary>
    private const int UpdatesPerTurn = 4;

    public static WidthPlan Plan(int lanes, IReadOnlyList<LayerPlan> layers, OutputPlan output)
        => new(lanes, new EquatableArray<LayerKernels>(layers.Select(layer => PlanLayer(lanes, layer, layers))), RegisterPlanner.Plan(lanes, layers, output));

    private static LayerKernels PlanLayer(int widest, LayerPlan layer, IReadOnlyList<LayerPlan> layers)
    {
        int lanes = Math.Min(widest, layer.Stride);
        int columns = RoundUp(layer.Neurons, lanes);
        return new LayerKernels(
            layer.Index,
            lanes,
            columns,
            PlanForward(widest, lanes, layer),
            PlanForwardRow(lanes, columns, layer),
            PlanWeightGradient(widest, lanes, layer),
            layer.Index == 1 ? null : PlanInputDelta(widest, layer, layers[layer.Index - 2]),
            layer.Activation != ActivationKind.Identity || columns > layer.Neurons,
            new RowUpdatePlan(lanes, Math.Max(1, UpdatesPerTurn / (columns / lanes)), RowPanels(lanes, columns, RowSums)),
            layer.Marks is null ? null : PlanSparseRow(lanes, columns, layer));
    }

    private static ProductPlan PlanForward(int widest, int lanes, LayerPlan layer)
    {
        return new ProductPlan(
            "Forward" + Number.Text(layer.Shape),
            Shapes(layer.ForwardFormula, "a", "rows", layer.Inputs, "W", layer.Inputs, layer.Neurons),
            new ProductNames("a", "w", "z", "r", "j", "rows", "inputs"),
            Terms: layer.Inputs,
            TermsOfBlock: layer.ChainLength,
            LeftRowStride: layer.InputStride,
            LeftTermStride: 1,
            RightStride: layer.Stride,
            TargetStride: layer.Stride,
            layer.HasBias ? ProductStart.Row : ProductStart.Zero,
            PanelPlanner.PackRest(widest, lanes, layer.Neurons, layer.Inputs, layer.ChainLength));
    }

    private static ProductPlan PlanWeightGradient(int widest, int lanes, LayerPlan layer) => new(
        "WeightGradient" + Number.Text(layer.Shape),
        Shapes("(B3) dW = aᵀ δ, or dW += aᵀ δ", "aᵀ", "inputs", "rows", "δ", "rows", layer.Neurons),
        new ProductNames("a", "delta", "dw", "j", "r", "inputs", "rows"),
        Terms: null,
        TermsOfBlock: null,
        LeftRowStride: 1,
        LeftTermStride: layer.InputStride,
        RightStride: layer.Stride,
        TargetStride: layer.Stride,
        ProductStart.ZeroOrTarget,
        PanelPlanner.CrossRest(widest, lanes, layer.Neurons, layer.StripInputs));

    private static ProductPlan PlanInputDelta(int widest, LayerPlan layer, LayerPlan before)
    {
        int lanes = Math.Min(widest, before.Stride);
        return new ProductPlan(
            "InputDelta" + Number.Text(layer.Shape),
            Shapes("(B2) e = δ Wᵀ, from the transposed weights", "δ", "rows", layer.Neurons, "Wᵀ", layer.Neurons, layer.Inputs),
            new ProductNames("delta", "wt", "e", "r", "i", "rows", "neurons"),
            Terms: layer.Neurons,
            TermsOfBlock: layer.Neurons,
            LeftRowStride: layer.Stride,
            LeftTermStride: 1,
            RightStride: null,
            TargetStride: before.Stride,
            ProductStart.Zero,
            PanelPlanner.PackRest(widest, lanes, before.Neurons, layer.Neurons, layer.Neurons));
    }

    private static RowProductPlan PlanForwardRow(int lanes, int columns, LayerPlan layer)
        => new(lanes, layer.LastChainLength <= LongestUnrolledChain, RowPanels(lanes, columns, Math.Max(1, RowSums / layer.Chains)));

    /// <summary>Where a sum has several blocks, a total stands beside the sum of the block that is walked.</summary>
    private static SparseRowPlan PlanSparseRow(int lanes, int columns, LayerPlan layer)
        => new(lanes, RowPanels(lanes, columns, layer.Chains == 1 ? RowSums : RowSums / 2), RowPanels(lanes, columns, RowSums));

    /// <summary>A formula and the shapes of its factors: <c>z = a W: a [rows, 784], W [784, 16]</c>.</summary>
    private static string Shapes(string formula, string left, object leftRows, object leftColumns, string right, object rightRows, object rightColumns)
        => string.Format(CultureInfo.InvariantCulture, "{0}: {1} [{2}, {3}], {4} [{5}, {6}]", formula, left, leftRows, leftColumns, right, rightRows, rightColumns);

    private static EquatableArray<RowPanelPlan> RowPanels(int lanes, int columns, int mostVectors)
    {
        List<RowPanelPlan> panels = new();
        int vectors = columns / lanes;
        int sideBySide = Math.Min(vectors, mostVectors);
        int end = vectors / sideBySide * sideBySide * lanes;
        panels.Add(new RowPanelPlan(0, end, sideBySide, lanes));
        if (end < columns)
        {
            panels.Add(new RowPanelPlan(end, columns, vectors - (end / lanes), lanes));
        }

        return new EquatableArray<RowPanelPlan>(panels);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
