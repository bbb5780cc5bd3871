using System.Runtime.Intrinsics;

namespace Backprop.Numerics.Tests;

/// <summary>The activations with <see cref="Lanes128"/>.</summary>
public sealed class Activation128Tests : ActivationContract<Lanes128, Vector128<float>>;
