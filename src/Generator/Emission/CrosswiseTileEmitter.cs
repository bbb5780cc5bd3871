using System;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells columns × vectors of rows: one broadcast a column and term. <c>dw2_0</c> is the sum of column 2 in vector 0 of the rows.</summary>
internal sealed class CrosswiseTileEmitter(SourceWriter writer, ProductPlan product, PanelPlan panel, TilePlan tile, string column)
    : TileEmitter(writer, product, panel, tile, column)
{
    protected override string? Comment => Spell($"Crosswise, a vector of {Tile.Lanes} rows for each column: the sums are transposed into their place.");

    private int Columns => Panel.FilledColumns;

    protected override void EmitSums()
    {
        EmitPerSum((c, v) => Spell($"var {Sum(c, v)} = {Dialect.Zero};"));
        if (Product.Start == ProductStart.ZeroOrTarget)
        {
            Writer.Open("if (adds)");
            Writer.Line(Spell($"global::Backprop.Memory.Matrix.Transpose(ref {Target}, {Tile.Rows}, {Panel.ScratchColumns}, {Product.TargetStride}, ref sums, {Tile.Rows}, {Tile.Rows});"));
            EmitPerSum((c, v) => Spell($"{Sum(c, v)} = {Dialect.Load("sums", Offset(c, v))};"));
            Writer.Close();
        }

        Writer.Open(Spell($"for (nuint {N.Term} = 0; {N.Term} < {TermCount}; {N.Term}++)"));
        EmitTermReferences(N.Term);
        for (int v = 0; v < Vectors; v++)
        {
            Writer.Line(Spell($"var {N.Left}{v} = {Dialect.Load(LeftTerm, Number.Text(v * Tile.Lanes))};"));
        }

        for (int c = 0; c < Columns; c++)
        {
            string line = Spell($"var {N.Right}{c} = {Dialect.Broadcast(Dialect.At(RightTerm, Number.Text(c)))};");
            for (int v = 0; v < Vectors; v++)
            {
                line += Spell($" {Sum(c, v)} = {Dialect.MultiplyAdd(Spell($"{N.Left}{v}"), Spell($"{N.Right}{c}"), Sum(c, v))};");
            }

            Writer.Line(line);
        }

        Writer.Close();
        EmitPerSum(Panel.ScratchColumns, Vectors, (c, v) => Dialect.Store(c < Columns ? Sum(c, v) : Dialect.Zero, "sums", Offset(c, v)));
        Writer.Line(Spell($"global::Backprop.Memory.Matrix.Transpose(ref sums, {Panel.ScratchColumns}, {Tile.Rows}, {Tile.Rows}, ref {Target}, {Panel.Width}, {Product.TargetStride});"));
    }

    private void EmitPerSum(Func<int, int, string> statement)
        => EmitPerSum(Columns, Vectors, statement);

    private string Sum(int c, int v) => Spell($"{N.Target}{c}_{v}");

    private string Offset(int c, int v) => Number.Text((c * Tile.Rows) + (v * Tile.Lanes));
}
