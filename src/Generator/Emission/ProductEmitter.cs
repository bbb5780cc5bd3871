using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells a matrix product: register tiles of rows × vectors, the sums in registers, one broadcast a row and term.</summary>
internal static class ProductEmitter
{
    public static void Emit(SourceWriter writer, ProductPlan product)
    {
        ProductNames n = product.Names;
        string rows = product.Rows is null ? Spell($", nuint {n.RowCount}") : string.Empty;
        string terms = product.Terms is null ? Spell($", nuint {n.TermCount}") : string.Empty;
        string start = product.Start == ProductStart.Row ? ", ref float b" : string.Empty;
        writer.Line();
        writer.Line(Spell($"// {product.Formula}."));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void {product.Name}(ref float {n.Left}, ref float {n.Right}{start}, ref float {n.Target}{rows}{terms})"));
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

        if (product.Rows is null)
        {
            writer.Line(Spell($"nuint {product.Names.Row} = 0;"));
        }

        foreach (TilePlan tile in panel.Tiles)
        {
            EmitTile(writer, product, panel, tile, column);
        }

        if (isScoped)
        {
            writer.Close();
        }
    }

    private static void EmitTile(SourceWriter writer, ProductPlan product, PanelPlan panel, TilePlan tile, string column)
    {
        string row = product.Names.Row;
        if (tile is { FirstRow: int first, EndRow: int end })
        {
            if (end - first == tile.Rows)
            {
                writer.Open();
                row = Number.Text(first);
            }
            else
            {
                writer.Open(Spell($"for (nuint {row} = {first}; {row} < {end}; {row} += {tile.Rows})"));
            }
        }
        else
        {
            writer.Open(tile.Rows == 1 ? Spell($"for (; {row} < {product.Names.RowCount}; {row}++)") : Spell($"for (; {row} + {tile.Rows} <= {product.Names.RowCount}; {row} += {tile.Rows})"));
        }

        EmitTileBody(writer, product, panel, tile, row, column);
        writer.Close();
    }

    private static void EmitTileBody(SourceWriter writer, ProductPlan product, PanelPlan panel, TilePlan tile, string row, string column)
    {
        ProductNames n = product.Names;
        Dialect dialect = Dialect.Of(product.Lanes);
        string left = n.Left + "At";
        string right = n.Right + "At";
        string leftTerm = n.Left + n.Term;
        string rightTerm = n.Right + n.Term;
        string target = n.Target + "At";
        writer.Line(Spell($"ref float {left} = ref {Dialect.At(n.Left, Times(row, product.LeftRowStride))};"));
        writer.Line(Spell($"ref float {right} = ref {Dialect.At(n.Right, column)};"));
        writer.Line(Spell($"ref float {target} = ref {Dialect.At(n.Target, Plus(Times(row, product.TargetStride), column))};"));

        EmitPerSum(writer, panel, tile, (m, v) => Spell($"var {Sum(m, v)} = {Start(m, v)};"));

        string term = n.Term;
        string terms = product.Terms is int known ? Number.Text(known) : n.TermCount;
        writer.Open(Spell($"for (nuint {term} = 0; {term} < {terms}; {term}++)"));
        writer.Line(Spell($"ref float {leftTerm} = ref {Dialect.At(left, Times(term, product.LeftTermStride))};"));
        writer.Line(Spell($"ref float {rightTerm} = ref {Dialect.At(right, Times(term, product.RightStride))};"));
        for (int v = 0; v < panel.Vectors; v++)
        {
            writer.Line(Spell($"var {n.Right}{v} = {dialect.Load(rightTerm, Number.Text(v * product.Lanes))};"));
        }

        for (int m = 0; m < tile.Rows; m++)
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

        EmitPerSum(writer, panel, tile, (m, v) => dialect.Store(Finish(m, v), target, Offset(m, v)));

        string Sum(int m, int v) => Spell($"{n.Target}{m}_{v}");

        string Offset(int m, int v) => Number.Text((m * product.TargetStride) + (v * product.Lanes));

        string Start(int m, int v) => product.Start switch
        {
            ProductStart.Zero => dialect.Zero,
            ProductStart.Row => dialect.Load("b", Plus(column, v * product.Lanes)),
            _ => dialect.Load(target, Offset(m, v)),
        };

        string Finish(int m, int v) => product.AddsToTarget ? Spell($"{dialect.Load(target, Offset(m, v))} + {Sum(m, v)}") : Sum(m, v);
    }

    /// <summary>A statement for each sum of a tile, those of a row on one line.</summary>
    private static void EmitPerSum(SourceWriter writer, PanelPlan panel, TilePlan tile, System.Func<int, int, string> statement)
    {
        for (int m = 0; m < tile.Rows; m++)
        {
            string line = statement(m, 0);
            for (int v = 1; v < panel.Vectors; v++)
            {
                line += " " + statement(m, v);
            }

            writer.Line(line);
        }
    }

    private static string Times(string index, int stride)
        => index == "0" ? "0" : int.TryParse(index, out int known) ? Number.Text((long)known * stride) : stride == 1 ? index : Spell($"{index} * {stride}");

    private static string Plus(string left, string right)
        => left == "0" ? right : right == "0" ? left : Spell($"({left}) + {right}");

    private static string Plus(string left, int right)
        => int.TryParse(left, out int known) ? Number.Text(known + right) : right == 0 ? left : Spell($"{left} + {right}");
}
