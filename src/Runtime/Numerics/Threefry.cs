using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// Random numbers without a state: Threefry4x32 with 20 rounds, a function of a counter and a key of four 32-bit words each. Made of additions,
/// rotations and exclusive ors alone, which every vector width has.
/// </summary>
/// <remarks>
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011). It passes every test of BigCrush
/// with 12 rounds already; 20 are the authors' choice.
/// </remarks>
internal static class Threefry
{
    /// <summary>The words that a counter gives.</summary>
    public const int Words = 4;

    /// <summary>What the words of the key are combined with to a fifth.</summary>
    private const uint Parity = 0x1BD1_1BDA;

    /// <summary>
    /// Of each lane's counter, the words <paramref name="x0"/> … <paramref name="x3"/>, the random numbers, in their place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes, TVector>(ref TVector x0, ref TVector x1, ref TVector x2, ref TVector x3, uint key0, uint key1, uint key2, uint key3)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        uint key4 = Parity ^ key0 ^ key1 ^ key2 ^ key3;
        AddKey<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, key0, key1, key2, key3);
        FourRounds<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3);
        AddKey<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, key1, key2, key3, key4 + 1);
        FourOtherRounds<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3);
        AddKey<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, key2, key3, key4, key0 + 2);
        FourRounds<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3);
        AddKey<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, key3, key4, key0, key1 + 3);
        FourOtherRounds<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3);
        AddKey<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, key4, key0, key1, key2 + 4);
        FourRounds<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3);
        AddKey<TLanes, TVector>(ref x0, ref x1, ref x2, ref x3, key0, key1, key2, key3 + 5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddKey<TLanes, TVector>(ref TVector x0, ref TVector x1, ref TVector x2, ref TVector x3, uint key0, uint key1, uint key2, uint key3)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        x0 = lanes.AddBits(x0, lanes.CreateBits(key0));
        x1 = lanes.AddBits(x1, lanes.CreateBits(key1));
        x2 = lanes.AddBits(x2, lanes.CreateBits(key2));
        x3 = lanes.AddBits(x3, lanes.CreateBits(key3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRounds<TLanes, TVector>(ref TVector x0, ref TVector x1, ref TVector x2, ref TVector x3)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Mix<TLanes, TVector>(ref x0, ref x1, 10);
        Mix<TLanes, TVector>(ref x2, ref x3, 26);
        Mix<TLanes, TVector>(ref x0, ref x3, 11);
        Mix<TLanes, TVector>(ref x2, ref x1, 21);
        Mix<TLanes, TVector>(ref x0, ref x1, 13);
        Mix<TLanes, TVector>(ref x2, ref x3, 27);
        Mix<TLanes, TVector>(ref x0, ref x3, 23);
        Mix<TLanes, TVector>(ref x2, ref x1, 5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourOtherRounds<TLanes, TVector>(ref TVector x0, ref TVector x1, ref TVector x2, ref TVector x3)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Mix<TLanes, TVector>(ref x0, ref x1, 6);
        Mix<TLanes, TVector>(ref x2, ref x3, 20);
        Mix<TLanes, TVector>(ref x0, ref x3, 17);
        Mix<TLanes, TVector>(ref x2, ref x1, 11);
        Mix<TLanes, TVector>(ref x0, ref x1, 25);
        Mix<TLanes, TVector>(ref x2, ref x3, 10);
        Mix<TLanes, TVector>(ref x0, ref x3, 18);
        Mix<TLanes, TVector>(ref x2, ref x1, 20);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix<TLanes, TVector>(ref TVector left, ref TVector right, int rotation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        left = lanes.AddBits(left, right);
        right = lanes.Xor(lanes.RotateLeft(right, rotation), left);
    }
}
