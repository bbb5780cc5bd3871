using System.Runtime.Intrinsics;
using Xunit.Abstractions;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="VectorMath"/> with <see cref="Lanes256"/>.</summary>
public sealed class VectorMath256Tests(ITestOutputHelper output) : VectorMathContract<Lanes256, Vector256<float>>(output);
