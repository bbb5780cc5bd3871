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

    /// <summary>How rows' costs become one number.</summary>
    Reduction Reduction { get; }

    /// <summary>How parameters and gradients lie in their storage.</summary>
    ParameterLayout Layout { get; }

    /// <summary>Floats of the network's workspace, whose capacity is <see cref="BlockRows"/>.</summary>
    int WorkspaceLength { get; }

    /// <summary>Rows that are pushed through all layers before the next ones come.</summary>
    int BlockRows { get; }

    /// <summary>Floats a row of a workspace that serves the forward pass alone.</summary>
    int ForwardFloats { get; }

    /// <summary>The capacity of such a workspace on the stack; 0: not even one row fits.</summary>
    int StackRows { get; }

    /// <summary>Where <c>a^L</c> starts, in floats a row.</summary>
    int OutputOffset { get; }

    /// <summary>From row to row of <c>a^L</c>.</summary>
    int OutputStride { get; }

    /// <summary>
    /// Whether the network is so small that one row of it needs no memory but registers; then <see cref="RegisterForward"/> and
    /// <see cref="RegisterStep"/> are there, and give the same bits as the passes in a workspace.
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

    /// <summary>(B1) after (F): <c>δ^L</c>, times <paramref name="scale"/>, of rows whose first is <paramref name="firstRow"/> in the targets.</summary>
    /// <returns>The sum of the rows' costs; 0 for output gradients.</returns>
    double OutputDelta(in Targets targets, nuint firstRow, nuint rows, float scale, ref float workspace, nuint capacity);

    /// <summary>Copies the transposed weights to the workspace of capacity <see cref="BlockRows"/>, for <see cref="Backward"/>.</summary>
    void Transpose(ref float parameters, ref float workspace);

    /// <summary>
    /// (B2 … B4) after (B1), for a block in the workspace of capacity <see cref="BlockRows"/>: adds to the gradients, and writes
    /// (B0) to <paramref name="inputGradients"/> unless that is a null reference.
    /// </summary>
    void Backward(ref float x, nuint rows, ref float parameters, ref float workspace, ref float gradients, ref float inputGradients);

    /// <summary>
    /// (B2 … B4) after (B1), for one row in a workspace of capacity 1: adds <paramref name="factor"/> times the gradient to
    /// <paramref name="destination"/>. With the gradients and 1 that is (B3, B4); with the parameters and <c>−η</c> it is (U).
    /// Writes (B0) to <paramref name="inputGradients"/> unless that is a null reference.
    /// </summary>
    void BackwardRow(ref float x, ref float parameters, ref float workspace, ref float destination, float factor, ref float inputGradients);
}
