using System;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells a register tile of a matrix product: the loop over its rows, and in it the sums, which stay in registers.</summary>
internal abstract class TileEmitter
{
    private readonly string _fits;

    protected TileEmitter(SourceWriter writer, ProductPlan product, PanelPlan panel, TilePlan tile, string column)
    {
        Writer = writer;
        Product = product;
        Panel = panel;
        Tile = tile;
        Column = column;
        N = product.Names;
        Dialect = Dialect.Of(tile.Lanes);
        Left = N.Left + "At";
        Right = N.Right + "At";
        Target = N.Target + "At";
        LeftTerm = N.Left + N.Term;
        RightTerm = N.Right + N.Term;
        string terms = tile.FewestTerms == 0 ? string.Empty : Spell($"{TermCount} >= {tile.FewestTerms} && ");
        _fits = tile.Rows == 1
            ? Spell($"for (; {terms}{N.Row} < {N.RowCount}; {N.Row}++)")
            : Spell($"for (; {terms}{N.Row} + {tile.Rows} <= {N.RowCount}; {N.Row} += {tile.Rows})");
    }

    protected SourceWriter Writer { get; }

    protected ProductPlan Product { get; }

    protected PanelPlan Panel { get; }

    protected TilePlan Tile { get; }

    /// <summary>The first column of the tile, a number or a variable.</summary>
    protected string Column { get; }

    protected ProductNames N { get; }

    protected Dialect Dialect { get; }

    /// <summary>The references to the tile's part of each factor and of the target.</summary>
    protected string Left { get; }

    protected string Right { get; }

    protected string Target { get; }

    /// <summary>The references to those of one term.</summary>
    protected string LeftTerm { get; }

    protected string RightTerm { get; }

    /// <summary>How many terms there are, a number or a variable.</summary>
    protected string TermCount => Product.Terms is int known ? Number.Text(known) : N.TermCount;

    /// <summary>From term to term of the right factor's part.</summary>
    protected int RightTermStride => Product.RightStride ?? Panel.Width;

    /// <summary>Vectors of sums, one below the other.</summary>
    protected int Vectors => Tile.Rows / Tile.RowsOfVector;

    public static TileEmitter Of(SourceWriter writer, ProductPlan product, PanelPlan panel, TilePlan tile, string column) => tile.Kind switch
    {
        TileKind.Crosswise => new CrosswiseTileEmitter(writer, product, panel, tile, column),
        TileKind.Packed => new PackedTileEmitter(writer, product, panel, tile, column),
        _ => new BroadcastTileEmitter(writer, product, panel, tile, column),
    };

    public void Emit()
    {
        if (Comment is not null)
        {
            Writer.Line("// " + Comment);
        }

        Writer.Open(_fits);
        Writer.Line(Spell($"ref float {Left} = ref {Dialect.At(N.Left, Times(N.Row, Product.LeftRowStride))};"));
        Writer.Line(Spell($"ref float {Right} = ref {Dialect.At(N.Right, Product.RightStride is null ? Times(Column, Product.Terms!.Value) : Column)};"));
        Writer.Line(Spell($"ref float {Target} = ref {Dialect.At(N.Target, Plus(Times(N.Row, Product.TargetStride), Column))};"));
        EmitSums();
        Writer.Close();
    }

    protected static string Times(string index, int stride)
        => int.TryParse(index, out int known) ? Number.Text((long)known * stride) : stride == 1 ? index : Spell($"{index} * {stride}");

    protected static string Plus(string left, string right)
        => left == "0" ? right : right == "0" ? left : Spell($"({left}) + {right}");

    protected static string Plus(string left, int right)
        => int.TryParse(left, out int known) ? Number.Text(known + right) : right == 0 ? left : Spell($"{left} + {right}");

    /// <summary>How the sums lie in vectors, where that is not a row in each.</summary>
    protected virtual string? Comment => null;

    /// <summary>From the start of the sums to their stores.</summary>
    protected abstract void EmitSums();

    /// <summary>The blocks of the terms, which are summed by themselves: the loop over them, in which their terms run from <c>first</c> to <c>end</c>.</summary>
    protected void EmitBlocks(Action emitBlock)
    {
        int terms = Product.Terms!.Value;
        int block = Product.TermsOfBlock!.Value;
        int last = ((terms / block) - 1) * block;
        string end = terms % block == 0 ? Spell($"first + {block}") : Spell($"first == {last} ? {terms} : first + {block}");
        Writer.Open(Spell($"for (nuint first = 0; first <= {last}; first += {block})"));
        Writer.Line(Spell($"nuint end = {end};"));
        emitBlock();
        Writer.Close();
    }

    /// <summary>The references to a term's values of both factors.</summary>
    protected void EmitTermReferences(string term)
    {
        Writer.Line(Spell($"ref float {LeftTerm} = ref {Dialect.At(Left, Times(term, Product.LeftTermStride))};"));
        Writer.Line(Spell($"ref float {RightTerm} = ref {Dialect.At(Right, Times(term, RightTermStride))};"));
    }

    /// <summary>A statement for each sum of a tile of so many rows and columns of vectors, those of a row on one line.</summary>
    protected void EmitPerSum(int rows, int columns, Func<int, int, string> statement)
    {
        for (int m = 0; m < rows; m++)
        {
            string line = statement(m, 0);
            for (int v = 1; v < columns; v++)
            {
                line += " " + statement(m, v);
            }

            Writer.Line(line);
        }
    }
}
