using System.Runtime.Intrinsics;

namespace Backprop.Numerics.Tests;

/// <summary>The activations with <see cref="Lanes256"/>.</summary>
public sealed class Activation256Tests : ActivationContract<Lanes256, Vector256<float>>;
