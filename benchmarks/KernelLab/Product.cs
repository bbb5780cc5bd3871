using System;
using Backprop.Generator.Model;
using Backprop.Generator.Planning;

namespace Backprop.KernelLab;

/// <summary>A matrix product of the measured networks: <c>target[m][c] = Σ_t left(m, t) · right[t][c]</c>.</summary>
/// <param name="Name">What it is, and of which layer.</param>
/// <param name="Rows">The range of <c>m</c>.</param>
/// <param name="Columns">The range of <c>c</c>, padding included.</param>
/// <param name="Terms">The range of <c>t</c>.</param>
/// <param name="IsTransposed">Whether the left factor is: a weight gradient.</param>
internal sealed record Product(string Name, int Rows, int Columns, int Terms, bool IsTransposed)
{
    public double Operations => 2.0 * Rows * Columns * Terms;

    public int LeftRowStride => IsTransposed ? 1 : Terms;

    public int LeftTermStride => IsTransposed ? Rows : 1;

    /// <summary>The forward product of a layer.</summary>
    public static Product Forward(int inputs, int neurons, int rows)
        => new($"forward {inputs} → {neurons}, {rows} rows", rows, neurons, inputs, false);

    /// <summary>The weight gradient of a layer.</summary>
    public static Product WeightGradient(int inputs, int neurons, int rows)
        => new($"weight gradient {inputs} → {neurons}, {rows} rows", inputs, neurons, rows, true);

    /// <summary>How a tile of so many rows and vectors computes it.</summary>
    public ProductPlan Plan(Variant variant)
    {
        int vectors = Columns / variant.Lanes;
        int end = vectors / variant.Vectors * variant.Vectors * variant.Lanes;
        PanelPlan[] panels = end == Columns
            ? [Panel(0, end, variant.Vectors)]
            : [Panel(0, end, variant.Vectors), Panel(end, Columns, (Columns - end) / variant.Lanes)];
        return new ProductPlan(
            "Run",
            Name,
            new ProductNames("a", "w", "z", "r", "t", "rows", "terms"),
            variant.Lanes,
            Terms,
            variant.Blocks == 1 ? Terms : Terms / variant.Blocks,
            LeftRowStride,
            LeftTermStride,
            Columns,
            Columns,
            ProductStart.Zero,
            new EquatableArray<PanelPlan>(panels));

        PanelPlan Panel(int first, int panelEnd, int panelVectors)
            => new(first, panelEnd, panelVectors, variant.Lanes, KernelPlanner.Tiles(variant.Rows));
    }

    /// <summary>The reference: three loops.</summary>
    public void RunNaive(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> target)
    {
        for (int m = 0; m < Rows; m++)
        {
            for (int c = 0; c < Columns; c++)
            {
                float sum = 0;
                for (int t = 0; t < Terms; t++)
                {
                    sum += left[(m * LeftRowStride) + (t * LeftTermStride)] * right[(t * Columns) + c];
                }

                target[(m * Columns) + c] = sum;
            }
        }
    }
}
