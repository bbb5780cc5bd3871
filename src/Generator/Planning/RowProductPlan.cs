using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>(F) for one row: <c>z = b + Σ_j w_j x_j</c>, in the blocks of the layer's plan, side by side. Immutable, structurally equal.</summary>
/// <param name="Lanes">Lanes of its vectors.</param>
/// <param name="IsUnrolled">Whether the inputs of a block are spelled out, rather than looped over.</param>
/// <param name="Panels">How the columns are cut: as many vectors as leave the chains in registers.</param>
internal sealed record RowProductPlan(int Lanes, bool IsUnrolled, EquatableArray<RowPanelPlan> Panels)
{
    public override string ToString()
        => string.Join(", ", Panels.Select(static p => p.ToString())) + (IsUnrolled ? " unrolled" : string.Empty);
}
