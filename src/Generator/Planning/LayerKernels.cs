using System.Globalization;

namespace Backprop.Generator.Planning;

/// <summary>The kernels of one layer at one vector width. Immutable, structurally equal.</summary>
/// <param name="Layer"><c>l</c>.</param>
/// <param name="Lanes">Lanes of its vectors: a layer narrower than the widest register takes a narrower one.</param>
/// <param name="Columns">The neurons rounded up to whole vectors: the columns that are computed.</param>
/// <param name="Forward">(F), many rows: <c>z = b + x w</c>.</param>
/// <param name="ForwardRow">(F), one row.</param>
/// <param name="WeightGradient">(B3), many rows: <c>dW = aᵀ δ</c>, or <c>dW += aᵀ δ</c>.</param>
/// <param name="InputDelta">(B2), many rows: <c>Wᵀ δ</c>, the sums for the layer before; null for the first layer.</param>
/// <param name="HasDerivativePass">
/// Whether <c>δ</c> is multiplied by <c>g′</c>: not by that of the identity, unless there is padding, which the pass sets to zero.
/// </param>
/// <param name="Update">(B3), (U), one row: <c>w += x u</c>.</param>
/// <param name="SparseRow">(F), (B3), (U), one row, in place of the two, where zero inputs are skipped; else null.</param>
internal sealed record LayerKernels(
    int Layer,
    int Lanes,
    int Columns,
    ProductPlan Forward,
    RowProductPlan ForwardRow,
    ProductPlan WeightGradient,
    ProductPlan? InputDelta,
    bool HasDerivativePass,
    RowUpdatePlan Update,
    SparseRowPlan? SparseRow)
{
    public int Vectors => Columns / Lanes;

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0} × {1} lanes; forward {2}, one row {3}; weight gradient {4}, one row {5}{6}",
        Vectors, Lanes, Forward, SparseRow?.ForwardText ?? ForwardRow.ToString(), WeightGradient, SparseRow?.UpdateText ?? Update.ToString(), InputDelta is null ? string.Empty : "; delta for the layer before " + InputDelta);
}
