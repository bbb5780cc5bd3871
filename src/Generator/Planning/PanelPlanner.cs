using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// Cuts the columns of a product into panels, and says with which tiles each is computed. benchmarks/KernelLab measures the tiles of
/// 512 and 256 bits.
/// </summary>
internal static class PanelPlanner
{
    /// <summary>
    /// Quarters of a vector that are taken crosswise at most: of 96 inputs and rows, 12 columns of 16 take 1.12 µs crosswise and 1.33 in
    /// a broadcast tile, 13 columns 1.31 and 1.30, 15 columns 1.56 and 1.33 (variants 26 and 4).
    /// </summary>
    private const int MostCrosswiseQuarters = 3;

    /// <summary>
    /// The fewest terms of a sum, for each column, that are worth transposing it: of 96 inputs, 10 columns take 0.59 µs crosswise for 48 rows
    /// and 0.66 in a broadcast tile, for 24 rows 0.41 and 0.35; 4 columns for 12 rows 0.14 and 0.18 (variants 26 and 4).
    /// </summary>
    private const int FewestTermsOfColumn = 4;

    /// <summary>Panels of a product whose rows lie side by side in the left factor: what fills less than a vector of the widest kind goes crosswise.</summary>
    public static EquatableArray<PanelPlan> CrossRest(int widest, int lanes, int columns, int rows)
        => Cut(widest, lanes, columns, rows, CrosswiseTiles(widest, columns % widest, rows).ToArray());

    /// <summary>Panels of a product whose terms lie side by side in the left factor: four columns or fewer that are left over are packed.</summary>
    public static EquatableArray<PanelPlan> PackRest(int widest, int lanes, int columns, int terms, int termsOfBlock)
        => Cut(widest, lanes, columns, rows: int.MaxValue, PackedTiles(widest, columns % widest, terms, termsOfBlock).ToArray());

    /// <summary>
    /// Rows that whole tiles of <see cref="CrossRest"/> fill, where vectors have sixteen lanes: tiles of 12 rows; where an odd number of
    /// vectors makes them one or three vectors wide, of 24 or 8; and where columns are taken crosswise, of 48, so that three vectors of
    /// rows keep as many sums as hide their latency.
    /// </summary>
    public static int RowsOfWholeTiles(int columns)
    {
        const int Lanes = StoragePlanner.CacheLine;
        bool hasCrosswise = CrosswiseTiles(Lanes, columns % Lanes, int.MaxValue).Any();
        return hasCrosswise ? 3 * Lanes : TallestTile(Lanes, (columns + Lanes - 1) / Lanes % 2 == 0 ? 2 : 1);
    }

    internal static IEnumerable<TilePlan> CrosswiseTiles(int widest, int columns, int rows)
    {
        if (columns == 0 || columns * 4 > widest * MostCrosswiseQuarters || rows < widest)
        {
            return Enumerable.Empty<TilePlan>();
        }

        int vectors = Math.Min(TallestTile(widest, 1) / columns, rows / widest);
        return new[] { vectors, 1 }
            .Where(v => v <= vectors)
            .Distinct()
            .Select(v => new TilePlan(TileKind.Crosswise, v * widest, widest, columns * FewestTermsOfColumn));
    }

    /// <summary>
    /// Only where a vector holds four rows: of two, permuting would take as long as it saves. Of 100 inputs and 276 rows, four columns take
    /// 1.97 µs packed and 3.86 in a broadcast tile (variants 27 and 4). Eight vectors hide the latency of their sums; that 3 and 1 are the best
    /// for what is left is not measured.
    /// </summary>
    internal static IEnumerable<TilePlan> PackedTiles(int widest, int columns, int terms, int termsOfBlock)
        => columns is > 0 and <= TilePlan.PackedColumns && widest == 16 && terms % TilePlan.PackedColumns == 0 && termsOfBlock % TilePlan.PackedColumns == 0
            ? new[] { 8, 3, 1 }.Select(vectors => new TilePlan(TileKind.Packed, vectors * widest / TilePlan.PackedColumns, widest))
            : Enumerable.Empty<TilePlan>();

    /// <summary>The tallest tile, and smaller ones for the rows that are left over.</summary>
    internal static IEnumerable<TilePlan> BroadcastTiles(int tallest, int lanes)
    {
        for (int height = tallest; height > 1; height = height > 4 ? height / 3 : 1)
        {
            yield return new TilePlan(TileKind.Broadcast, height, lanes);
        }

        yield return new TilePlan(TileKind.Broadcast, 1, lanes);
    }

    /// <summary>
    /// The rows of a broadcast tile, which keeps rows × vectors sums in registers, beside the vectors of the right factor and a broadcast.
    /// </summary>
    internal static int TallestTile(int widest, int vectors) => (HasManyRegisters(widest), vectors) switch
    {
        (true, 1) => 24,
        (true, 2) => 12,
        (true, _) => 8,
        (false, 1) => widest == 1 ? 4 : 12,
        (false, _) => widest == 1 ? 4 : 6,
    };

    /// <summary>The columns that fill vectors; and, if there are tiles for them, the rest by itself. Of so many rows at most.</summary>
    private static EquatableArray<PanelPlan> Cut(int widest, int lanes, int columns, int rows, TilePlan[] tilesOfRest)
    {
        if (tilesOfRest.Length == 0)
        {
            return new EquatableArray<PanelPlan>(Fill(widest, lanes, columns, rows));
        }

        int rest = columns % widest;
        int first = columns - rest;
        int vectors = ((rest - 1) / lanes) + 1;
        IEnumerable<TilePlan> smaller = BroadcastTilesFor(widest, vectors, lanes, rows)
            .Where(tile => tilesOfRest.All(other => other.FewestTerms > 0 || tile.Rows < other.Rows));
        PanelPlan last = new(first, first + (vectors * lanes), rest, vectors, lanes, new EquatableArray<TilePlan>(tilesOfRest.Concat(smaller)));
        return new EquatableArray<PanelPlan>(Fill(widest, lanes, first, rows).Append(last));
    }

    /// <summary>
    /// Broadcast tiles that fill the registers: two vectors side by side, and of an odd number the last three where there are
    /// registers for them, because a tile of one vector has too few multiply-adds for its loads.
    /// </summary>
    private static IEnumerable<PanelPlan> Fill(int widest, int lanes, int columns, int rows)
    {
        int vectors = (columns + lanes - 1) / lanes;
        int rest = vectors % 2 == 0 ? 0 : vectors > 1 && HasManyRegisters(widest) ? 3 : 1;
        int end = (vectors - rest) * lanes;
        if (end > 0)
        {
            yield return Panel(0, end, 2);
        }

        if (rest > 0)
        {
            yield return Panel(end, vectors * lanes, rest);
        }

        PanelPlan Panel(int first, int panelEnd, int panelVectors) => new(
            first, panelEnd, Math.Min(columns, panelEnd) - first, panelVectors, lanes, new EquatableArray<TilePlan>(BroadcastTilesFor(widest, panelVectors, lanes, rows)));
    }

    /// <summary>Without those that never fit.</summary>
    private static IEnumerable<TilePlan> BroadcastTilesFor(int widest, int vectors, int lanes, int rows)
        => BroadcastTiles(TallestTile(widest, vectors), lanes).Where(tile => tile.Rows <= rows);

    /// <summary>AVX-512 has thirty-two registers; AVX2 and SSE have sixteen, and code for NEON is shared with SSE.</summary>
    private static bool HasManyRegisters(int widest) => widest == 16;
}
