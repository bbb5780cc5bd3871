using System.ComponentModel;

namespace Backprop.Numerics;

/// <summary>
/// An elementwise activation <c>a = g(z)</c>: its value and its derivative, written once for every vector width.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IActivation
{
    /// <summary><c>g(z)</c>.</summary>
    TVector Value<TLanes, TVector>(TVector z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;

    /// <summary><c>g′(z)</c>, from <paramref name="a"/> <c>= g(z)</c> where that is exact enough, and then <paramref name="z"/> is not read.</summary>
    TVector Derivative<TLanes, TVector>(TVector z, TVector a)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
