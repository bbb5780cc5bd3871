using System.Runtime.Intrinsics;
using Xunit.Abstractions;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="VectorMath"/> with <see cref="Lanes512"/>.</summary>
public sealed class VectorMath512Tests(ITestOutputHelper output) : VectorMathContract<Lanes512, Vector512<float>>(output);
