using System.Globalization;

namespace Backprop.Generator.Planning;

/// <summary>(B2), one row in registers: <c>e_j = Σ_i w_ij δ_i</c>, from the lanes of a layer to those of the layer before. Immutable, structurally equal.</summary>
/// <param name="Layer"><c>l</c>, the layer that <c>δ</c> belongs to.</param>
/// <param name="Lanes">Lanes of the vectors of <c>e</c>: those of the layer before.</param>
/// <param name="Terms">
/// Lanes that a sum runs over; in a wider row they are the sixteen virtual lanes of <c>ILanes.Dot</c>. 1: a layer of one neuron,
/// whose weights are gathered into one vector; nothing is summed.
/// </param>
internal sealed record RegisterDeltaPlan(int Layer, int Lanes, int Terms)
{
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "delta of layer {0} {1} {2} lanes",
        Layer, Terms == 1 ? "times a column, to" : "summed over " + Number.Text(Terms) + ", to", Lanes);
}
