using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>The storage of weights and biases. Immutable, structurally equal.</summary>
/// <param name="Count">Weights and biases.</param>
/// <param name="Length">Floats that they take with padding; a multiple of 16.</param>
/// <param name="Initializer">Where the weights start.</param>
internal sealed record ParametersPlan(int Count, int Length, InitializerKind Initializer);
