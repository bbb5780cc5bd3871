using System.Globalization;

namespace Backprop.Generator.Planning;

/// <summary>Columns of one row that are worked on together. Immutable, structurally equal.</summary>
/// <param name="FirstColumn">The first column.</param>
/// <param name="EndColumn">The end of the columns, exclusive.</param>
/// <param name="Vectors">Vectors side by side.</param>
/// <param name="Lanes">Lanes of a vector.</param>
internal sealed record RowPanelPlan(int FirstColumn, int EndColumn, int Vectors, int Lanes)
{
    public int Width => Vectors * Lanes;

    public bool IsOneTileWide => EndColumn - FirstColumn == Width;

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Vectors == 1 ? "{0} vector" : "{0} vectors", Vectors);
}
