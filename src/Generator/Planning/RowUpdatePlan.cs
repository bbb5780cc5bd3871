using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// The outer product of one row, <c>w_j += x_j u</c>: the weight gradient (B3) when <c>w</c> is the gradient and <c>u = δ</c>, and
/// gradient descent (U) when <c>w</c> is the weights and <c>u = −η δ</c>. Immutable, structurally equal.
/// </summary>
/// <param name="Lanes">Lanes of its vectors.</param>
/// <param name="UnrolledInputs">Inputs in one turn of the loop.</param>
/// <param name="Panels">How the columns are cut.</param>
internal sealed record RowUpdatePlan(int Lanes, int UnrolledInputs, EquatableArray<RowPanelPlan> Panels)
{
    /// <summary>The end of the inputs that whole turns of the loop take; 0: there is no loop. The inputs after it are spelled out.</summary>
    public int LoopEnd(int inputs) => inputs / UnrolledInputs * UnrolledInputs;

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0}, {1} inputs a turn", string.Join(", ", Panels.Select(static p => p.ToString())), UnrolledInputs);
}
