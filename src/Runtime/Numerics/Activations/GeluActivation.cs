using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary><see cref="Activation.Gelu"/>. The derivative reads <c>z</c> alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GeluActivation : IActivation
{
    /// <summary>2 √(2/π).</summary>
    private const float Slope = 1.59576912f;

    /// <summary>2 √(2/π) · 0.044715.</summary>
    private const float SlopeTimesCubic = 0.0713548163f;

    /// <summary>The derivative is 0 and 1 from here on: the arguments are limited to it, so that no overflow meets a 0.</summary>
    private const float Saturation = 16f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g(z) = ½ z (1 + tanh u) = z σ(2u) with 2u = 2 √(2/π) (z + 0.044715 z³): as a sigmoid, nothing cancels for negative z
        TLanes lanes = default;
        TVector polynomial = lanes.MultiplyAdd(lanes.Multiply(z, z), lanes.Create(SlopeTimesCubic), lanes.Create(Slope));
        return lanes.Multiply(z, VectorMath.Sigmoid<TLanes, TVector>(lanes.Multiply(z, polynomial)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // g′(z) = s + z s (1 − s) (2u)′ with s = σ(2u), (2u)′ = 2 √(2/π) (1 + 3 · 0.044715 z²)
        TLanes lanes = default;
        z = lanes.Select(lanes.LessThan(z, lanes.Create(-Saturation)), lanes.Create(-Saturation), z);
        z = lanes.Select(lanes.LessThan(lanes.Create(Saturation), z), lanes.Create(Saturation), z);
        TVector z2 = lanes.Multiply(z, z);
        TVector polynomial = lanes.MultiplyAdd(z2, lanes.Create(SlopeTimesCubic), lanes.Create(Slope));
        TVector slope = lanes.MultiplyAdd(z2, lanes.Create(3f * SlopeTimesCubic), lanes.Create(Slope));

        // The smaller of s and 1 − s is taken from the sigmoid, and the larger from the smaller: so nothing cancels where s is almost 1.
        TVector smaller = VectorMath.Sigmoid<TLanes, TVector>(lanes.Negate(lanes.Abs(lanes.Multiply(z, polynomial))));
        TVector larger = lanes.Subtract(lanes.Create(1f), smaller);
        TVector s = lanes.Select(lanes.LessThan(z, lanes.Create(0f)), smaller, larger);
        return lanes.MultiplyAdd(lanes.Multiply(z, slope), lanes.Multiply(smaller, larger), s);
    }
}
