namespace Backprop.Generator.Planning;

/// <summary>
/// How a training step drops outputs of a layer. Immutable, structurally equal.
/// </summary>
/// <param name="FirstNeuron">The number of the layer's first neuron, counted through the hidden layers: a draw belongs to a neuron.</param>
/// <param name="SlopeOffset">Where <c>∂h/∂z</c> starts in the workspace, in floats a row: zero for what is dropped.</param>
internal sealed record DropoutPlan(int FirstNeuron, int SlopeOffset);
