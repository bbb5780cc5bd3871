using System.Runtime.CompilerServices;
using Backprop.Numerics;

namespace Backprop;

/// <summary>The sign of values.</summary>
internal static class Sign
{
    /// <summary>1 above zero, −1 below; zero and NaN as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector>(TVector value)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector zero = lanes.Create(0f);
        TVector notNegative = lanes.Select(lanes.LessThan(zero, value), lanes.Create(1f), value);
        return lanes.Select(lanes.LessThan(value, zero), lanes.Create(-1f), notNegative);
    }
}
