using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// One row of a tiny network, without memory of its own: every activation and every delta stays in registers, from the inputs to the
/// outputs and back, and every weight is spelled out. Immutable, structurally equal.
/// </summary>
/// <param name="Deltas">How the deltas of the layers from 2 on come to the layers before them, in ascending order.</param>
/// <param name="CostVectors">
/// The vectors that the terms of the cost are added to in turn before these are added up: the sixteen virtual lanes of <c>ILanes.Sum</c>.
/// </param>
internal sealed record RegisterPlan(EquatableArray<RegisterDeltaPlan> Deltas, int CostVectors)
{
    /// <summary>Whether the δ of the last layer is summed over, so that its padding must be zero: nothing else waits for that.</summary>
    public bool SumsOutputDelta => Deltas.Count > 0 && !Deltas[Deltas.Count - 1].IsColumn;

    public override string ToString() => Deltas.Count == 0
        ? "one row in registers"
        : "one row in registers; " + string.Join(", ", Deltas.Select(static d => d.ToString()));
}
