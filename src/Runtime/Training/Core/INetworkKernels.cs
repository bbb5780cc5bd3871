using System.ComponentModel;
using Backprop.Memory;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>
/// What the generator emits for one topology: its sizes, and its passes over one row and over a block of rows, at the widest
/// vectors of the processor. <see cref="NetworkCore{TKernels}"/> makes the public members out of it. Implemented by empty structs,
/// so that every size is a constant to the compiler.
/// </summary>
/// <remarks>
/// <para>Symbols and equations are those of <c>docs/mathematics.md</c>. All references point to the first value of what they name.</para>
/// <para>
/// A workspace of capacity <c>n</c> has room for <c>n</c> rows of every layer: a region that starts at <c>k</c> floats a row starts
/// at <c>k n</c>.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INetworkKernels
{
    /// <summary><c>N_0</c>.</summary>
    int InputSize { get; }

    /// <summary><c>N_L</c>.</summary>
    int OutputSize { get; }

    /// <summary>The cost of one row.</summary>
    Loss Loss { get; }

    /// <summary>How rows' costs become one number.</summary>
    Reduction Reduction { get; }

    /// <summary>How parameters and gradients lie in their storage.</summary>
    ParameterLayout Layout { get; }

    /// <summary>Floats of a workspace of capacity <see cref="BlockRows"/>.</summary>
    int BlockLength { get; }

    /// <summary>Rows that are pushed through all layers before the next ones come.</summary>
    int BlockRows { get; }

    /// <summary>Floats of the transposed weights of <see cref="Transpose"/>.</summary>
    int TransposedLength { get; }

    /// <summary>Floats a row of a workspace that serves the forward pass alone.</summary>
    int ForwardFloats { get; }

    /// <summary>The capacity of such a workspace on the stack; 0: not even one row fits.</summary>
    int StackRows { get; }

    /// <summary>Floats of a workspace of capacity 1 on the stack that serves <see cref="ForwardRow"/> alone; 0: they do not fit.</summary>
    int StackRowFloats { get; }

    /// <summary>Where <c>a^L</c> starts, in floats a row.</summary>
    int OutputOffset { get; }

    /// <summary>Where <c>δ^L</c> starts, in floats a row.</summary>
    int OutputDeltaOffset { get; }

    /// <summary>From row to row of <c>a^L</c> and of <c>δ^L</c>.</summary>
    int OutputStride { get; }

    /// <summary>
    /// Whether the network is so small that one row of it needs no memory but registers; then <see cref="RegisterForward"/> and
    /// <see cref="RegisterStep"/> are there. Outputs and cost have the bits of the passes in a workspace; the deltas of a step are rounded
    /// differently, the same at every width.
    /// </summary>
    bool RunsInRegisters { get; }

    /// <summary>(F) for one row: writes <c>a^L</c>, without padding, to <paramref name="outputs"/>.</summary>
    void RegisterForward(ref float x, ref float parameters, ref float outputs);

    /// <summary>(F), (B1), (B2), (U) for one row and its target row: adds <paramref name="factor"/>, which is <c>−η</c>, times the gradient to the parameters.</summary>
    /// <returns>The cost of the row before.</returns>
    float RegisterStep(ref float x, ref float targets, ref float parameters, float factor);

    /// <summary>(F) for one row, in a workspace of capacity 1.</summary>
    void ForwardRow(ref float x, ref float parameters, ref float workspace);

    /// <summary>(F) for <paramref name="rows"/> rows, at most <paramref name="capacity"/>.</summary>
    void Forward(ref float x, nuint rows, ref float parameters, ref float workspace, nuint capacity);

    /// <summary>
    /// (B1) after (F): <c>δ^L</c>, times <paramref name="scale"/>, of rows whose first is <paramref name="firstRow"/> in the targets.
    /// Writes the cost of each row, not scaled, to <paramref name="costs"/>; nothing for output gradients.
    /// </summary>
    void OutputDelta(in Targets targets, nuint firstRow, nuint rows, float scale, ref float workspace, nuint capacity, ref float costs);

    /// <summary>
    /// Transposes the weights of all layers but the first, for <see cref="Deltas"/>: of <paramref name="parts"/> that threads can
    /// share one, <paramref name="part"/>, from 0.
    /// </summary>
    void Transpose(ref float parameters, ref float transposed, int part, int parts);

    /// <summary>
    /// (B2) after (B1), for a block of rows in a workspace of capacity <see cref="BlockRows"/>; writes (B0) to
    /// <paramref name="inputGradients"/> unless that is a null reference.
    /// </summary>
    void Deltas(ref float x, nuint rows, ref float parameters, ref float transposed, ref float workspace, ref float inputGradients);

    /// <summary>
    /// (B3, B4) after (B2), for one of the <see cref="ParameterLayout.Strips"/> and a block of rows in a workspace of capacity
    /// <see cref="BlockRows"/>.
    /// </summary>
    /// <param name="strip">The index of the strip.</param>
    /// <param name="x">The inputs of the block.</param>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="workspace">Where the block's <c>a</c> and <c>δ</c> are.</param>
    /// <param name="gradient">As many floats as the strip has.</param>
    /// <param name="adds">Whether to add to what is there; else it is overwritten, but for padding behind the strip's rows.</param>
    void Gradient(nuint strip, ref float x, nuint rows, ref float workspace, ref float gradient, bool adds);

    /// <summary>
    /// (B2 … B4) after (B1), for one row in the workspace of capacity 1 that <see cref="ForwardRow"/> left: adds <paramref name="factor"/> times the gradient to
    /// <paramref name="destination"/>. With the gradients and 1 that is (B3, B4); with the parameters and <c>−η</c> it is (U).
    /// Writes (B0) to <paramref name="inputGradients"/> unless that is a null reference.
    /// </summary>
    void BackwardRow(ref float x, ref float parameters, ref float workspace, ref float destination, float factor, ref float inputGradients);
}
