using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>
/// Spells vectors of four rows' four columns: a load of four terms a row, and one permutation a vector and term. <c>z2</c> are the
/// sums of rows 8 to 11.
/// </summary>
internal sealed class PackedTileEmitter(SourceWriter writer, ProductPlan product, PanelPlan panel, TilePlan tile, string column)
    : TileEmitter(writer, product, panel, tile, column)
{
    /// <summary>Terms that are loaded at once.</summary>
    private const int Terms = TilePlan.PackedColumns;

    private static readonly Dialect Narrow = Dialect.Of(TilePlan.PackedColumns);

    protected override string? Comment => Spell($"Packed, {Tile.RowsOfVector} rows of {TilePlan.PackedColumns} columns in a vector.");

    protected override void EmitSums()
    {
        string start = Product.Start == ProductStart.Row
            ? Dialect.Repeat(Narrow.Load("b", Column), Narrow.Lanes)
            : Dialect.Zero;
        EmitPerVector(g => Spell($"var {Sum(g)} = {start};"));
        if (Product.HasBlocks)
        {
            EmitBlocks(() =>
            {
                EmitPerVector(g => Spell($"var {BlockSum(g)} = {Dialect.Zero};"));
                EmitTerms("first", "end", BlockSum);
                EmitPerVector(g => Spell($"{Sum(g)} += {BlockSum(g)};"));
            });
        }
        else
        {
            EmitTerms("0", TermCount, Sum);
        }

        for (int g = 0; g < Vectors; g++)
        {
            EmitStore(g);
        }
    }

    private void EmitTerms(string first, string end, Func<int, string> sum)
    {
        Writer.Open(Spell($"for (nuint {N.Term} = {first}; {N.Term} < {end}; {N.Term} += {Terms})"));
        EmitTermReferences(N.Term);
        for (int k = 0; k < Terms; k++)
        {
            Writer.Line(Spell($"var {N.Right}{k} = {Dialect.Repeat(Narrow.Load(RightTerm, Number.Text(k * RightTermStride)), Narrow.Lanes)};"));
        }

        for (int g = 0; g < Vectors; g++)
        {
            string left = Spell($"{N.Left}{g}");
            string line = Spell($"var {left} = {Dialect.Join(RowsOf(g).Select(m => Narrow.Load(LeftTerm, Number.Text(m * Product.LeftRowStride))).ToArray())};");
            for (int k = 0; k < Terms; k++)
            {
                line += Spell($" {sum(g)} = {Dialect.MultiplyAdd(Dialect.LaneOfGroups(left, Narrow.Lanes, k), Spell($"{N.Right}{k}"), sum(g))};");
            }

            Writer.Line(line);
        }

        Writer.Close();
    }

    /// <summary>The rows of a vector.</summary>
    private IEnumerable<int> RowsOf(int g) => Enumerable.Range(g * Tile.RowsOfVector, Tile.RowsOfVector);

    private void EmitStore(int g)
    {
        if (Product.TargetStride == Narrow.Lanes)
        {
            Writer.Line(Dialect.Store(Sum(g), Target, Number.Text(g * Tile.Lanes)));
            return;
        }

        Dialect wide = Dialect.Of(Panel.Lanes);
        foreach (int m in RowsOf(g))
        {
            string row = wide.Widen(Dialect.Part(Sum(g), Narrow.Lanes, m % Tile.RowsOfVector), Narrow.Lanes);
            Writer.Line(wide.Store(row, Target, Number.Text(m * Product.TargetStride)));
        }
    }

    private void EmitPerVector(Func<int, string> statement) => EmitPerSum(Vectors, 1, (g, _) => statement(g));

    private string Sum(int g) => Spell($"{N.Target}{g}");

    private string BlockSum(int g) => Spell($"block{g}");
}
