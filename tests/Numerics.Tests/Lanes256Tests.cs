using System.Runtime.Intrinsics;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="Lanes256"/>.</summary>
public sealed class Lanes256Tests : LanesContract<Lanes256, Vector256<float>>;
