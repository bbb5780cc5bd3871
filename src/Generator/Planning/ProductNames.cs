namespace Backprop.Generator.Planning;

/// <summary>The names in which an emitted product speaks of its factors. Immutable, structurally equal.</summary>
/// <param name="Left">The left factor, broadcast value by value.</param>
/// <param name="Right">The right factor, vectors.</param>
/// <param name="Target">The target, and with two indices its sums.</param>
/// <param name="Row">The index of a row of the target.</param>
/// <param name="Term">The index that is summed over.</param>
/// <param name="RowCount">How many rows there are, where that is known at run time.</param>
/// <param name="TermCount">How many terms there are, where that is known at run time.</param>
internal sealed record ProductNames(string Left, string Right, string Target, string Row, string Term, string RowCount, string TermCount);
