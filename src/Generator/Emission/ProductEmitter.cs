using System;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells a matrix product: register tiles of rows × vectors, the sums in registers, one broadcast a row and term.</summary>
internal static class ProductEmitter
{
    public static void Emit(SourceWriter writer, ProductPlan product)
    {
        ProductNames n = product.Names;
        string terms = product.Terms is null ? Spell($", nuint {n.TermCount}") : string.Empty;
        string start = product.Start == ProductStart.Row ? ", ref float b" : string.Empty;
        string adds = product.Start == ProductStart.ZeroOrTarget ? ", bool adds" : string.Empty;
        writer.Line();
        writer.Line(Spell($"// {product.Formula}."));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void {product.Name}(ref float {n.Left}, ref float {n.Right}{start}, ref float {n.Target}, nuint {n.RowCount}{terms}{adds})"));
        writer.Open("unchecked");
        foreach (PanelPlan panel in product.Panels)
        {
            EmitPanel(writer, product, panel);
        }

        writer.Close();
        writer.Close();
    }

    private static void EmitPanel(SourceWriter writer, ProductPlan product, PanelPlan panel)
    {
        writer.Line(Spell($"// Columns {panel.FirstColumn} to {panel.EndColumn - 1}, tiles of {panel.ToString()}."));
        string column = Number.Text(panel.FirstColumn);
        bool isScoped = !panel.IsOneTileWide || product.Panels.Count > 1;
        if (panel.IsOneTileWide && isScoped)
        {
            writer.Open();
        }
        else if (isScoped)
        {
            writer.Open(Spell($"for (nuint c = {panel.FirstColumn}; c < {panel.EndColumn}; c += {panel.Width})"));
            column = "c";
        }

        writer.Line(Spell($"nuint {product.Names.Row} = 0;"));
        foreach (int height in panel.Tiles)
        {
            EmitTile(writer, product, panel, height, column);
        }

        if (isScoped)
        {
            writer.Close();
        }
    }

    private static void EmitTile(SourceWriter writer, ProductPlan product, PanelPlan panel, int height, string column)
    {
        ProductNames n = product.Names;
        Dialect dialect = Dialect.Of(product.Lanes);
        string row = n.Row;
        string left = n.Left + "At";
        string right = n.Right + "At";
        string target = n.Target + "At";
        writer.Open(height == 1 ? Spell($"for (; {row} < {n.RowCount}; {row}++)") : Spell($"for (; {row} + {height} <= {n.RowCount}; {row} += {height})"));
        writer.Line(Spell($"ref float {left} = ref {Dialect.At(n.Left, Times(row, product.LeftRowStride))};"));
        writer.Line(Spell($"ref float {right} = ref {Dialect.At(n.Right, product.RightStride is null ? Times(column, product.Terms!.Value) : column)};"));
        writer.Line(Spell($"ref float {target} = ref {Dialect.At(n.Target, Plus(Times(row, product.TargetStride), column))};"));
        if (product.HasBlocks)
        {
            EmitPerSum((m, v) => dialect.Store(Start(v), target, Offset(m, v)));
            EmitBlocks();
        }
        else
        {
            EmitPerSum((m, v) => Spell($"var {Sum(m, v)} = {Start(v)};"));
            if (product.Start == ProductStart.ZeroOrTarget)
            {
                writer.Open("if (adds)");
                EmitPerSum((m, v) => Spell($"{Sum(m, v)} = {dialect.Load(target, Offset(m, v))};"));
                writer.Close();
            }

            EmitTerms("0", product.Terms is int known ? Number.Text(known) : n.TermCount);
            EmitPerSum((m, v) => dialect.Store(Sum(m, v), target, Offset(m, v)));
        }

        writer.Close();

        void EmitBlocks()
        {
            int terms = product.Terms!.Value;
            int block = product.TermsOfBlock!.Value;
            int last = ((terms / block) - 1) * block;
            string end = terms % block == 0 ? Spell($"first + {block}") : Spell($"first == {last} ? {terms} : first + {block}");
            writer.Open(Spell($"for (nuint first = 0; first <= {last}; first += {block})"));
            writer.Line(Spell($"nuint end = {end};"));
            EmitPerSum((m, v) => Spell($"var {Sum(m, v)} = {dialect.Zero};"));
            EmitTerms("first", "end");
            EmitPerSum((m, v) => dialect.Store(Spell($"{dialect.Load(target, Offset(m, v))} + {Sum(m, v)}"), target, Offset(m, v)));
            writer.Close();
        }

        void EmitTerms(string first, string end)
        {
            string leftTerm = n.Left + n.Term;
            string rightTerm = n.Right + n.Term;
            writer.Open(Spell($"for (nuint {n.Term} = {first}; {n.Term} < {end}; {n.Term}++)"));
            writer.Line(Spell($"ref float {leftTerm} = ref {Dialect.At(left, Times(n.Term, product.LeftTermStride))};"));
            writer.Line(Spell($"ref float {rightTerm} = ref {Dialect.At(right, Times(n.Term, product.RightStride ?? panel.Width))};"));
            for (int v = 0; v < panel.Vectors; v++)
            {
                writer.Line(Spell($"var {n.Right}{v} = {dialect.Load(rightTerm, Number.Text(v * product.Lanes))};"));
            }

            for (int m = 0; m < height; m++)
            {
                string broadcast = dialect.Broadcast(Dialect.At(leftTerm, Number.Text(m * product.LeftRowStride)));
                string line = Spell($"var {n.Left}{m} = {broadcast};");
                for (int v = 0; v < panel.Vectors; v++)
                {
                    line += Spell($" {Sum(m, v)} = {dialect.MultiplyAdd(Spell($"{n.Left}{m}"), Spell($"{n.Right}{v}"), Sum(m, v))};");
                }

                writer.Line(line);
            }

            writer.Close();
        }

        // A statement for each sum of the tile, those of a row on one line.
        void EmitPerSum(Func<int, int, string> statement)
        {
            for (int m = 0; m < height; m++)
            {
                string line = statement(m, 0);
                for (int v = 1; v < panel.Vectors; v++)
                {
                    line += " " + statement(m, v);
                }

                writer.Line(line);
            }
        }

        string Sum(int m, int v) => Spell($"{n.Target}{m}_{v}");

        string Offset(int m, int v) => Number.Text((m * product.TargetStride) + (v * product.Lanes));

        string Start(int v) => product.Start == ProductStart.Row ? dialect.Load("b", Plus(column, v * product.Lanes)) : dialect.Zero;
    }

    private static string Times(string index, int stride)
        => int.TryParse(index, out int known) ? Number.Text((long)known * stride) : stride == 1 ? index : Spell($"{index} * {stride}");

    private static string Plus(string left, string right)
        => left == "0" ? right : right == "0" ? left : Spell($"({left}) + {right}");

    private static string Plus(string left, int right)
        => int.TryParse(left, out int known) ? Number.Text(known + right) : right == 0 ? left : Spell($"{left} + {right}");
}
