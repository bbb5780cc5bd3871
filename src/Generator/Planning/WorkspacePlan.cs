using System.Globalization;

namespace Backprop.Generator.Planning;

/// <summary>
/// The memory that passes work in. Regions that hold a value for each row start at their offset times the number of rows that fit
/// (the capacity), so that one map serves a single row, a block on the stack and a block in the network's own workspace.
/// Immutable, structurally equal.
/// </summary>
/// <param name="ForwardFloats">Floats a row that the forward pass needs: every <c>a</c>, and every <c>z</c> that is kept.</param>
/// <param name="RowFloats">Floats a row in all: every <c>δ</c> too, because the gradients come after all of them, and with dropout every <c>∂h/∂z</c>.</param>
/// <param name="BlockRows">Rows that are pushed through all layers before the next ones come: the capacity of a block.</param>
/// <param name="BlockFloats">Floats of a block.</param>
/// <param name="TransposedFloats">Floats of the transposed weights, which all blocks share.</param>
/// <param name="StackRows">Rows that a forward pass on the stack takes at a time; 0: not even one fits.</param>
/// <param name="StackRowFloats">Floats of a forward pass of one row on the stack; 0: they do not fit.</param>
internal sealed record WorkspacePlan(
    int ForwardFloats, int RowFloats, int BlockRows, int BlockFloats, int TransposedFloats, int StackRows, int StackRowFloats)
{
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "blocks of {0} rows, {1} floats a row, {2} floats in all; {3} floats of transposed weights; on the stack {4} rows of {5}",
        BlockRows, RowFloats, BlockFloats, TransposedFloats, StackRows, ForwardFloats);
}
