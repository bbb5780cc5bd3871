namespace Backprop.Probe.Combinations;

/// <summary>Something that a training can have in several ways.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">The ways, the plainest first.</param>
internal sealed record Choice(string Name, params string[] Values);
