using System.Globalization;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// Bits that mark the inputs of one row that are not zero, from which the forward and the backward pass of the row skip to the next.
/// Immutable, structurally equal.
/// </summary>
/// <param name="Offset">Where they start in a workspace of capacity 1, in floats.</param>
/// <param name="InputsPerMark">Inputs that one bit stands for, 1 or 2: it is set unless all of them are zero. Blocks of a sum start with a new mark.</param>
/// <param name="Blocks">The walk over each block of a sum, in the forward pass.</param>
/// <param name="Row">The walk over the whole row, in the backward pass.</param>
internal sealed record MarksPlan(int Offset, int InputsPerMark, EquatableArray<MarkWalkPlan> Blocks, MarkWalkPlan Row)
{
    /// <summary>The bits of one read.</summary>
    public const int WordBits = 64;

    /// <summary>The bits of the smallest thing that a read can start at.</summary>
    public const int ByteBits = 8;

    /// <summary>Whether a bit stands for two inputs.</summary>
    public bool ArePairs => InputsPerMark == 2;

    /// <summary>Floats that the marks of a row take; a word can be read at each.</summary>
    public static int LengthOf(int inputs) => (int)StoragePlanner.RoundUp(((inputs + (2L * WordBits) - 1) / 32) + 1, StoragePlanner.CacheLine);

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "a mark for each {0} of a row at {1}", ArePairs ? "two inputs" : "input", Offset);
}
