using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary><c>w := w − η g</c>.</summary>
internal readonly struct GradientDescentRule(float learningRate) : IUpdateRule
{
    private readonly float _minusRate = -learningRate;

    /// <inheritdoc/>
    public int StateCount => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        w = lanes.MultiplyAdd(lanes.Create(_minusRate), g, w);
    }
}
