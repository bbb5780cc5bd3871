using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// (F) and (B3), (U) for one row whose zero inputs are skipped: both walk from mark to mark. Immutable, structurally equal.
/// </summary>
/// <param name="Lanes">Lanes of its vectors.</param>
/// <param name="Forward">How the columns of (F) are cut. The blocks of a sum are walked one after the other: the processor overlaps them.</param>
/// <param name="Update">How the columns of the outer product are cut.</param>
internal sealed record SparseRowPlan(int Lanes, EquatableArray<RowPanelPlan> Forward, EquatableArray<RowPanelPlan> Update)
{
    public string ForwardText => Text(Forward);

    public string UpdateText => Text(Update);

    private static string Text(EquatableArray<RowPanelPlan> panels) => string.Join(", ", panels.Select(static p => p.ToString())) + " for each mark";
}
