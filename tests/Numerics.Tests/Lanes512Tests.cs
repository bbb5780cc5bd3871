using System.Runtime.Intrinsics;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="Lanes512"/>.</summary>
public sealed class Lanes512Tests : LanesContract<Lanes512, Vector512<float>>;
