using System.Globalization;

namespace Backprop.Generator.Planning;

/// <summary>
/// The memory that passes work in. Regions that hold a value for each row start at their offset times the number of rows that fit
/// (the capacity), so that one map serves a single row, a block on the stack and a block in the network's own workspace.
/// Immutable, structurally equal.
/// </summary>
/// <param name="ForwardFloats">Floats a row that the forward pass needs: every <c>a</c>, and every <c>z</c> that is kept.</param>
/// <param name="DeltaOffset">Where the <c>δ</c> of layers L, L−2, … starts, in floats a row.</param>
/// <param name="OtherDeltaOffset">Where the <c>δ</c> of layers L−1, L−3, … starts.</param>
/// <param name="RowFloats">Floats a row in all.</param>
/// <param name="BlockRows">Rows that are pushed through all layers before the next ones come: the capacity of the workspace.</param>
/// <param name="TransposedOffset">Where the transposed weights start: after the blocks.</param>
/// <param name="Length">Floats in all.</param>
/// <param name="StackRows">Rows that a forward pass on the stack takes at a time; 0: not even one fits.</param>
/// <param name="StackRowFloats">Floats of a forward pass of one row on the stack; 0: they do not fit.</param>
internal sealed record WorkspacePlan(
    int ForwardFloats, int DeltaOffset, int OtherDeltaOffset, int RowFloats, int BlockRows, int TransposedOffset, int Length, int StackRows, int StackRowFloats)
{
    /// <summary>Where the <c>δ</c> of a layer starts, in floats a row: two regions take turns.</summary>
    public int DeltaOffsetOf(int layer, int layers) => (layers - layer) % 2 == 0 ? DeltaOffset : OtherDeltaOffset;

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "blocks of {0} rows, {1} floats a row, {2} floats in all; on the stack {3} rows of {4}",
        BlockRows, RowFloats, Length, StackRows, ForwardFloats);
}
