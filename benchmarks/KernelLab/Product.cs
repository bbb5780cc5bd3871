using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;
using Backprop.Generator.Planning;

namespace Backprop.KernelLab;

/// <summary>A matrix product of the measured networks: <c>target[m][c] = Σ_t left(m, t) · right[t][c]</c>.</summary>
/// <param name="Name">What it is, and of which layer.</param>
/// <param name="Rows">The range of <c>m</c>.</param>
/// <param name="Columns">The range of <c>c</c>.</param>
/// <param name="Terms">The range of <c>t</c>.</param>
/// <param name="IsTransposed">Whether the left factor is: a weight gradient.</param>
internal sealed record Product(string Name, int Rows, int Columns, int Terms, bool IsTransposed)
{
    /// <summary>From row to row of the right factor and of the target.</summary>
    public int Stride { get; } = (int)StoragePlanner.StrideOf(Columns);

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
        int lanes = Math.Min(variant.Lanes, Stride);
        TilePlan[] tilesOfRest = [.. TilesOfRest(variant)];
        int rest = tilesOfRest.Length == 0 ? 0 : Columns % variant.Lanes;
        int width = Math.Max(1, variant.Vectors) * lanes;
        int columns = (Columns + lanes - 1) / lanes * lanes;
        int filled = rest == 0 ? columns : Columns - rest;
        int end = filled / width * width;
        List<PanelPlan> panels = [];
        if (end > 0)
        {
            panels.Add(Panel(0, end, variant.Vectors));
        }

        if (end < filled)
        {
            panels.Add(Panel(end, filled, (filled - end) / lanes));
        }

        if (rest > 0)
        {
            panels.Add(Panel(filled, columns, (columns - filled) / lanes) with { Tiles = new([.. tilesOfRest, .. PanelPlanner.BroadcastTiles(variant.Rows, lanes)]) });
        }

        return new ProductPlan(
            "Run",
            Name,
            new ProductNames("a", "w", "z", "r", "t", "rows", "terms"),
            Terms,
            variant.Blocks == 1 ? Terms : Terms / variant.Blocks,
            LeftRowStride,
            LeftTermStride,
            Stride,
            Stride,
            ProductStart.Zero,
            new EquatableArray<PanelPlan>(panels));

        PanelPlan Panel(int first, int panelEnd, int panelVectors)
            => new(first, panelEnd, Math.Min(Columns, panelEnd) - first, panelVectors, lanes, new EquatableArray<TilePlan>(PanelPlanner.BroadcastTiles(variant.Rows, lanes)));
    }

    /// <summary>The tiles that a variant has for the columns that fill less than a vector, whatever the number of terms.</summary>
    public IEnumerable<TilePlan> TilesOfRest(Variant variant) => variant.Rest switch
    {
        TileKind.Crosswise when IsTransposed => PanelPlanner.CrosswiseTiles(variant.Lanes, Columns % variant.Lanes, Rows).Select(static tile => tile with { FewestTerms = 0 }),
        TileKind.Packed when !IsTransposed => PanelPlanner.PackedTiles(variant.Lanes, Columns % variant.Lanes, Terms, Terms / variant.Blocks),
        _ => [],
    };

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
                    sum += left[(m * LeftRowStride) + (t * LeftTermStride)] * right[(t * Stride) + c];
                }

                target[(m * Stride) + c] = sum;
            }
        }
    }
}
