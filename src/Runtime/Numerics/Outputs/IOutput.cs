namespace Backprop.Numerics;

/// <summary>One kind of cost with the activation before it: the cost of each row and (B1), its <c>δ^L</c>, for a block of rows.</summary>
internal interface IOutput
{
    /// <summary>
    /// Replaces the targets, zero in the padding, in <paramref name="delta"/> by <c>δ</c>, and writes a cost for each row. Rows that do
    /// not fill a vector come in a number that does (<see cref="NarrowRows"/>).
    /// </summary>
    /// <param name="z">The rows of <c>z</c>.</param>
    /// <param name="a">The rows of <c>a</c>.</param>
    /// <param name="delta">The rows of the targets, then of <c>δ</c>.</param>
    /// <param name="rows">How many rows: at most <see cref="OutputRows.AtOnce"/> where there are costs.</param>
    /// <param name="stride">From row to row of the three.</param>
    /// <param name="columns">What is worked on of a row that does not fit into a vector.</param>
    /// <param name="neurons">The outputs, <c>N_L</c>.</param>
    /// <param name="scale">What the costs are multiplied by before <c>δ</c> is taken, but not where they are written.</param>
    /// <param name="costs">The first of the costs.</param>
    void Apply<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
