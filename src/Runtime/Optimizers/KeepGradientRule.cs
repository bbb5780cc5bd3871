using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary><c>s := g</c>: inside a <see cref="ConditionedRule{TRule}"/>, the gradient that a rule of the user's is given.</summary>
internal readonly struct KeepGradientRule : IUpdateRule
{
    /// <inheritdoc/>
    public int StateCount => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => s = g;
}
