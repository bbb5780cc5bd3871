namespace Backprop;

/// <summary>How far one output of a regression is from its targets, over all rows.</summary>
/// <param name="Name">The target's name, or its number.</param>
/// <param name="MeanSquaredError"><c>(1/m) Σ (a − y)²</c>.</param>
/// <param name="MeanAbsoluteError"><c>(1/m) Σ |a − y|</c>.</param>
/// <param name="R2">
/// The coefficient of determination <c>1 − Σ (a − y)² / Σ (y − ȳ)²</c>: 1 for no error, 0 for an output that is always the mean <c>ȳ</c> of the
/// targets, less for worse. If the targets are all the same: 1 without any error, else 0.
/// </param>
public readonly record struct OutputScore(string Name, double MeanSquaredError, double MeanAbsoluteError, double R2);
