using System.ComponentModel;

namespace Backprop.Memory;

/// <summary>A piece of a network's parameters: the unit of work on gradients and updates.</summary>
/// <param name="Offset">Its first float, from the start of the storage.</param>
/// <param name="Length">Its floats, padding included.</param>
/// <param name="Weights">Those of them that belong to weights, padding included; the others, behind them, belong to biases.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Strip(int Offset, int Length, int Weights);
