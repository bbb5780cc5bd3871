using Xunit.Abstractions;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="VectorMath"/> with <see cref="LanesScalar"/>.</summary>
public sealed class VectorMathScalarTests(ITestOutputHelper output) : VectorMathContract<LanesScalar, float>(output);
