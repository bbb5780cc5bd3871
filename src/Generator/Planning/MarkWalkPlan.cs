namespace Backprop.Generator.Planning;

/// <summary>
/// How the marks of some neighbouring inputs are walked: a word of them is read at a time, from a whole byte on, and its set bits are
/// gone through. A loop takes word after word, and one more word what the loop leaves. Immutable, structurally equal.
/// </summary>
/// <param name="First">The first mark.</param>
/// <param name="Shift">The bits before it in its byte, which each word of the walk is shifted by.</param>
/// <param name="MarksOfTurn">
/// Marks that one turn of the loop takes: a whole word, or, where a word is shifted, one byte less, so that the next word starts as far
/// into its byte.
/// </param>
/// <param name="Turns">Turns of the loop; 0: there is none.</param>
/// <param name="Rest">Marks that the loop leaves; 0: none.</param>
internal sealed record MarkWalkPlan(int First, int Shift, int MarksOfTurn, int Turns, int Rest)
{
    /// <summary>The end of the marks that the loop takes, exclusive; the rest starts there.</summary>
    public int LoopEnd => First + (Turns * MarksOfTurn);

    /// <summary>The walk over so many marks. What one word holds needs no loop, but a whole word of bits is one turn.</summary>
    public static MarkWalkPlan Of(int first, int count)
    {
        int shift = first % MarksPlan.ByteBits;
        int marksOfTurn = shift == 0 ? MarksPlan.WordBits : MarksPlan.WordBits - MarksPlan.ByteBits;
        bool isPartOfWord = count <= MarksPlan.WordBits - shift && count < MarksPlan.WordBits;
        int turns = isPartOfWord ? 0 : count / marksOfTurn;
        return new MarkWalkPlan(first, shift, marksOfTurn, turns, count - (turns * marksOfTurn));
    }
}
