namespace Backprop.Generator.Planning;

/// <summary>A register tile: it takes the rows that are left as often as it fits. Immutable, structurally equal.</summary>
/// <param name="Kind">How its sums lie in vectors.</param>
/// <param name="Rows">The rows of the product that it takes.</param>
/// <param name="Lanes">Lanes of its vectors.</param>
/// <param name="FewestTerms">With fewer terms the next tile is faster; 0: none is.</param>
internal sealed record TilePlan(TileKind Kind, int Rows, int Lanes, int FewestTerms = 0)
{
    /// <summary>Columns of a packed tile.</summary>
    public const int PackedColumns = 4;

    /// <summary>Rows of which one vector of a packed tile has sums.</summary>
    public int RowsOfVector => Kind switch
    {
        TileKind.Crosswise => Lanes,
        TileKind.Packed => Lanes / PackedColumns,
        _ => 1,
    };
}
