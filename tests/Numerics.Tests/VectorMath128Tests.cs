using System.Runtime.Intrinsics;
using Xunit.Abstractions;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="VectorMath"/> with <see cref="Lanes128"/>.</summary>
public sealed class VectorMath128Tests(ITestOutputHelper output) : VectorMathContract<Lanes128, Vector128<float>>(output);
