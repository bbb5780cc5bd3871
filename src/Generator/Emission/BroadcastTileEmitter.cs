using System;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells rows × vectors: one broadcast a row and term. <c>z2_0</c> is the sum of row 2 in vector 0.</summary>
internal sealed class BroadcastTileEmitter(SourceWriter writer, ProductPlan product, PanelPlan panel, TilePlan tile, string column)
    : TileEmitter(writer, product, panel, tile, column)
{
    protected override void EmitSums()
    {
        if (Product.HasBlocks)
        {
            EmitPerSum((m, v) => Dialect.Store(Start(v), Target, Offset(m, v)));
            EmitBlocks(() =>
            {
                EmitPerSum((m, v) => Spell($"var {Sum(m, v)} = {Dialect.Zero};"));
                EmitTerms("first", "end");
                EmitPerSum((m, v) => Dialect.Store(Spell($"{Dialect.Load(Target, Offset(m, v))} + {Sum(m, v)}"), Target, Offset(m, v)));
            });
            return;
        }

        EmitPerSum((m, v) => Spell($"var {Sum(m, v)} = {Start(v)};"));
        if (Product.Start == ProductStart.ZeroOrTarget)
        {
            Writer.Open("if (adds)");
            EmitPerSum((m, v) => Spell($"{Sum(m, v)} = {Dialect.Load(Target, Offset(m, v))};"));
            Writer.Close();
        }

        EmitTerms("0", TermCount);
        EmitPerSum((m, v) => Dialect.Store(Sum(m, v), Target, Offset(m, v)));
    }

    private void EmitTerms(string first, string end)
    {
        Writer.Open(Spell($"for (nuint {N.Term} = {first}; {N.Term} < {end}; {N.Term}++)"));
        EmitTermReferences(N.Term);
        for (int v = 0; v < Panel.Vectors; v++)
        {
            Writer.Line(Spell($"var {N.Right}{v} = {Dialect.Load(RightTerm, Number.Text(v * Tile.Lanes))};"));
        }

        for (int m = 0; m < Tile.Rows; m++)
        {
            string broadcast = Dialect.Broadcast(Dialect.At(LeftTerm, Number.Text(m * Product.LeftRowStride)));
            string line = Spell($"var {N.Left}{m} = {broadcast};");
            for (int v = 0; v < Panel.Vectors; v++)
            {
                line += Spell($" {Sum(m, v)} = {Dialect.MultiplyAdd(Spell($"{N.Left}{m}"), Spell($"{N.Right}{v}"), Sum(m, v))};");
            }

            Writer.Line(line);
        }

        Writer.Close();
    }

    private void EmitPerSum(Func<int, int, string> statement) => EmitPerSum(Tile.Rows, Panel.Vectors, statement);

    private string Sum(int m, int v) => Spell($"{N.Target}{m}_{v}");

    private string Offset(int m, int v) => Number.Text((m * Product.TargetStride) + (v * Tile.Lanes));

    private string Start(int v) => Product.Start == ProductStart.Row ? Dialect.Load("b", Plus(Column, v * Tile.Lanes)) : Dialect.Zero;
}
