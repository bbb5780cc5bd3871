using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// One matrix product, <c>target[m][c] = start + Σ_t left(m, t) · right[t][c]</c>: the description that serves the forward pass, the
/// weight gradient and the deltas alike. Immutable, structurally equal.
/// </summary>
/// <param name="Name">The name of its method.</param>
/// <param name="Formula">What it computes, for the reader.</param>
/// <param name="Names">What its factors and indices are called.</param>
/// <param name="Terms">The range of <c>t</c>; null: known at run time. That of <c>m</c> always is.</param>
/// <param name="TermsOfBlock">
/// How many terms are summed by themselves before their sum joins the others'; the last block takes the rest too. The same as
/// <paramref name="Terms"/>: one block.
/// </param>
/// <param name="LeftRowStride">From <c>left(m, t)</c> to <c>left(m + 1, t)</c>.</param>
/// <param name="LeftTermStride">From <c>left(m, t)</c> to <c>left(m, t + 1)</c>.</param>
/// <param name="RightStride">From row to row of <c>right</c>; null: <c>right</c> lies panel by panel, each as wide as its tiles.</param>
/// <param name="TargetStride">From row to row of <c>target</c>.</param>
/// <param name="Start">What the sums start from.</param>
/// <param name="Panels">How the columns are cut.</param>
internal sealed record ProductPlan(
    string Name,
    string Formula,
    ProductNames Names,
    int? Terms,
    int? TermsOfBlock,
    int LeftRowStride,
    int LeftTermStride,
    int? RightStride,
    int TargetStride,
    ProductStart Start,
    EquatableArray<PanelPlan> Panels)
{
    public bool HasBlocks => TermsOfBlock != Terms;

    public override string ToString() => string.Join(", ", Panels.Select(static p => p.ToString()));
}
