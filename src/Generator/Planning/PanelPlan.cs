using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>Columns of a product that are as wide as a register tile, or several such side by side. Immutable, structurally equal.</summary>
/// <param name="FirstColumn">The first column.</param>
/// <param name="EndColumn">The end of the columns, exclusive, in whole vectors.</param>
/// <param name="FilledColumns">The columns that are not padding.</param>
/// <param name="Vectors">Vectors side by side in a broadcast tile.</param>
/// <param name="Lanes">Lanes of those.</param>
/// <param name="Tiles">The tiles, in the order in which each takes of the rows what it can; the last takes one row.</param>
internal sealed record PanelPlan(int FirstColumn, int EndColumn, int FilledColumns, int Vectors, int Lanes, EquatableArray<TilePlan> Tiles)
{
    public int Width => Vectors * Lanes;

    public bool IsOneTileWide => EndColumn - FirstColumn == Width;

    /// <summary>Columns of sums that are transposed: whole squares of four, in which the rest are zeros.</summary>
    public int ScratchColumns => (FilledColumns + 3) / 4 * 4;

    /// <summary>Floats of the sums that are transposed.</summary>
    public int ScratchFloats => Tiles.Max(tile => tile.Kind == TileKind.Crosswise ? tile.Rows * ScratchColumns : 0);

    /// <summary>The rows of tiles, each kind behind its own: <c>32/12/4 packed, 2/1</c>.</summary>
    public static string TextOf(IEnumerable<TilePlan> tiles) => string.Join(
        ", ", tiles.GroupBy(static tile => tile.Kind).Select(static kind => string.Join("/", kind.Select(static tile => Number.Text(tile.Rows))) + TextOf(kind.Key)));

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0} row{1} × {2} vector{3}", TextOf(Tiles), Plural(Tiles.Sum(static tile => tile.Rows)), Vectors, Plural(Vectors));

    private static string Plural(int count) => count == 1 ? string.Empty : "s";

    private static string TextOf(TileKind kind) => kind switch
    {
        TileKind.Crosswise => " crosswise",
        TileKind.Packed => " packed",
        _ => string.Empty,
    };
}
