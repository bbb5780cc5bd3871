using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// Rows of 4 or 8 floats at a width that holds several of them: as many as fill whole vectors are worked on together, and those that
/// are left over with vectors of one row. In lanes that are a row's own nothing differs, so neither do the bits.
/// </summary>
internal static class NarrowRows
{
    /// <summary>The floats of those of <paramref name="rows"/> that fill whole vectors. A vector of one row, or less, is filled by each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint WholeLength<TLanes, TVector>(nuint rows, nuint stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => (rows * stride) & ~((nuint)default(TLanes).Count - 1);

    /// <summary>Whether a row of <paramref name="stride"/> floats, 4 or 8, fills a vector of 256 bits: otherwise it is one of 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Take256(nuint stride) => stride == 8;
}
