using System;
using System.Globalization;

namespace Backprop.Generator.Planning;

/// <summary>(B2), one row in registers: <c>e_j = Σ_i w_ij δ_i</c>, from the lanes of a layer to those of the layer before. Immutable, structurally equal.</summary>
/// <param name="Layer"><c>l</c>, the layer that <c>δ</c> belongs to.</param>
/// <param name="Lanes">Lanes of the vectors of <c>e</c>: those of the layer before.</param>
/// <param name="Terms">
/// Lanes that a sum runs over; in a wider row they are the sixteen virtual lanes of <c>ILanes.Dot</c>. 1: a layer of one neuron,
/// whose weights are gathered into one vector; nothing is summed.
/// </param>
/// <param name="TermVectors">The vectors of <c>δ</c> that these lanes are: the products of a wider row are added to them in turn.</param>
internal sealed record RegisterDeltaPlan(int Layer, int Lanes, int Terms, int TermVectors)
{
    /// <summary>Whether <c>e</c> is a column of weights times the one <c>δ</c>, rather than a sum for each lane.</summary>
    public bool IsColumn => Terms == 1;

    /// <summary>Whole rows of weights that one vector holds: several where a row is narrower than a vector of <c>e</c>.</summary>
    public int RowsOfVector => Math.Max(1, Lanes / Terms);

    /// <summary>Whether several rows are multiplied at once, whose sums are interleaved when they are folded.</summary>
    public bool TakesRowsTogether => RowsOfVector > 1;

    /// <summary>Lanes of a row that are still to be folded into one, when its products lie in one vector.</summary>
    public int FoldedLanes => Math.Min(Terms, Lanes);

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "delta of layer {0} {1} {2} lanes",
        Layer, IsColumn ? "times a column, to" : "summed over " + Number.Text(Terms) + ", to", Lanes);
}
