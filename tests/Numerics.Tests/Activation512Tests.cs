using System.Runtime.Intrinsics;

namespace Backprop.Numerics.Tests;

/// <summary>The activations with <see cref="Lanes512"/>.</summary>
public sealed class Activation512Tests : ActivationContract<Lanes512, Vector512<float>>;
