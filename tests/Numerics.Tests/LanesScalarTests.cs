namespace Backprop.Numerics.Tests;

/// <summary><see cref="LanesScalar"/>.</summary>
public sealed class LanesScalarTests : LanesContract<LanesScalar, float>;
