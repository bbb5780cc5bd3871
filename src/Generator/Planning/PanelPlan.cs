using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>Columns of a product that are as wide as a register tile, or several such side by side. Immutable, structurally equal.</summary>
/// <param name="FirstColumn">The first column.</param>
/// <param name="EndColumn">The end of the columns, exclusive.</param>
/// <param name="Vectors">Vectors side by side in a tile.</param>
/// <param name="Lanes">Lanes of a vector.</param>
/// <param name="Tiles">Rows of the tiles, tallest first: each takes what is left as often as it fits.</param>
internal sealed record PanelPlan(int FirstColumn, int EndColumn, int Vectors, int Lanes, EquatableArray<int> Tiles)
{
    public int Width => Vectors * Lanes;

    public bool IsOneTileWide => EndColumn - FirstColumn == Width;

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0} rows × {1} vector{2}", string.Join("/", Tiles.Select(static t => Number.Text(t))), Vectors, Vectors == 1 ? string.Empty : "s");
}
