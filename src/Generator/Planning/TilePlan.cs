namespace Backprop.Generator.Planning;

/// <summary>A register tile. Immutable, structurally equal.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="FirstRow">The first row it takes, where the rows are known; else null: the row that the tiles before it left off at.</param>
/// <param name="EndRow">The end of the rows it takes, exclusive, where the rows are known.</param>
internal sealed record TilePlan(int Rows, int? FirstRow, int? EndRow);
