using System;
using System.Globalization;
using Backprop.Generator.Planning;

namespace Backprop.KernelLab;

/// <summary>A way to compute a product: a register tile, and the blocks that each sum is made of.</summary>
/// <param name="Number">What it is called in comments and notes.</param>
/// <param name="Lanes">Lanes of a vector.</param>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="Vectors">Vectors side by side in a tile.</param>
/// <param name="Blocks">Blocks of terms that are summed by themselves.</param>
/// <param name="Rest">The tiles of the columns that fill less than a vector.</param>
internal sealed record Variant(int Number, int Lanes, int Rows, int Vectors, int Blocks = 1, TileKind Rest = TileKind.Broadcast)
{
    /// <summary>The variants; 0 is the naive reference. Numbers are never used again.</summary>
    public static readonly Variant[] All =
    [
        new(1, 16, 4, 1), new(2, 16, 8, 1), new(3, 16, 12, 1), new(4, 16, 24, 1), new(5, 16, 28, 1),
        new(6, 16, 6, 2), new(7, 16, 8, 2), new(8, 16, 12, 2), new(9, 16, 14, 2),
        new(10, 16, 4, 3), new(11, 16, 8, 3), new(12, 16, 6, 4), new(13, 16, 4, 6),
        new(14, 8, 4, 1), new(15, 8, 8, 1), new(16, 8, 12, 1),
        new(17, 8, 4, 2), new(18, 8, 6, 2), new(19, 8, 7, 2), new(20, 8, 4, 3),
        new(21, 16, 24, 1, 2), new(22, 16, 24, 1, 8), new(23, 16, 12, 2, 4),
        new(24, 16, 12, 2, Rest: TileKind.Crosswise), new(25, 16, 12, 2, Rest: TileKind.Packed),
        new(26, 16, 24, 1, Rest: TileKind.Crosswise), new(27, 16, 24, 1, Rest: TileKind.Packed),
        new(28, 8, 12, 1, Rest: TileKind.Crosswise),
    ];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Number,2}: {Lanes} lanes, {Rows} × {Vectors}{(Blocks == 1 ? string.Empty : FormattableString.Invariant($", {Blocks} blocks"))}{(Rest == TileKind.Broadcast ? string.Empty : ", rest " + Rest)}");
}
