using System.Runtime.Intrinsics;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="Lanes128"/>.</summary>
public sealed class Lanes128Tests : LanesContract<Lanes128, Vector128<float>>;
