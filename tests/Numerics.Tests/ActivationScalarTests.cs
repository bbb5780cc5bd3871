namespace Backprop.Numerics.Tests;

/// <summary>The activations with <see cref="LanesScalar"/>.</summary>
public sealed class ActivationScalarTests : ActivationContract<LanesScalar, float>;
