using System.Globalization;

namespace Backprop;

/// <summary>What <see cref="NetworkChecks.OverfitBatch(INetwork, System.ReadOnlySpan{float}, System.ReadOnlySpan{float}, float, int, Optimizer?)"/> found.</summary>
/// <param name="CostBefore">The reduced cost of the rows with the parameters as they were.</param>
/// <param name="CostAfter">Their cost after <paramref name="Steps"/> steps; not finite if training went astray.</param>
/// <param name="Steps">The steps taken.</param>
/// <param name="IsReached">Whether <paramref name="CostAfter"/> is at most the cost that was asked for.</param>
public readonly record struct OverfitResult(float CostBefore, float CostAfter, int Steps, bool IsReached)
{
    /// <summary>For example <c>cost 0.6931 → 0.00098 in 112 steps: reached</c>.</summary>
    /// <returns>One line, without regard to the culture.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"cost {CostBefore:G4} → {CostAfter:G4} in {Steps} steps: {(IsReached ? "reached" : "not reached")}");
}
