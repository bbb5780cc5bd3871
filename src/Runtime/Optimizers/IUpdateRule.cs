using Backprop.Numerics;

namespace Backprop;

/// <summary>An update rule for one parameter, written once for every vector width. Implementations are structs that hold the rule's constants.</summary>
internal interface IUpdateRule
{
    /// <summary>The number of values the rule remembers for each parameter: 0, 1 or 2.</summary>
    int StateCount { get; }

    /// <summary>
    /// Changes the parameters <paramref name="w"/> by the gradients <paramref name="g"/>, and what is remembered, <paramref name="s"/> and
    /// <paramref name="t"/>; those beyond <see cref="StateCount"/> are zero and not kept. A parameter of zero whose gradient is zero in every step must stay zero.
    /// </summary>
    void Apply<TLanes, TVector>(ref TVector w, TVector g, ref TVector s, ref TVector t)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
