using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// One row of a tiny network, without memory of its own: every activation and every delta stays in registers, from the inputs to the
/// outputs and back, and every weight is spelled out. Immutable, structurally equal.
/// </summary>
/// <param name="Deltas">How the deltas of the layers from 2 on come to the layers before them, in ascending order.</param>
internal sealed record RegisterPlan(EquatableArray<RegisterDeltaPlan> Deltas)
{
    /// <summary>Whether the δ of the last layer is summed over, so that its padding must be zero: nothing else waits for that.</summary>
    public bool SumsOutputDelta => Deltas.Count > 0 && Deltas[Deltas.Count - 1].Terms > 1;

    public override string ToString() => Deltas.Count == 0
        ? "one row in registers"
        : "one row in registers; " + string.Join(", ", Deltas.Select(static d => d.ToString()));
}

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
