using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// The sum of the terms of a row that takes several vectors, as they are computed, in the order of <c>ILanes.Sum</c>:
/// in as many virtual lanes as there are, which wait in memory for the next vector.
/// </summary>
internal static class RowSum<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats of memory that hold the virtual lanes.</summary>
    public const int Length = 16;

    private static TLanes Lanes => default;

    private static nuint VirtualLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Lanes.Count == 1 ? 1u : Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(ref float lanes)
    {
        for (nuint lane = 0; lane < VirtualLanes; lane += (nuint)Lanes.Count)
        {
            Lanes.Store(Lanes.Create(0f), ref lanes, lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref float lanes, nuint column, TVector terms)
    {
        nuint lane = column & (VirtualLanes - 1);
        Lanes.Store(Lanes.Add(Lanes.Load(in lanes, lane), terms), ref lanes, lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Total(ref float lanes) => Lanes.Sum(in lanes, (int)VirtualLanes);
}
