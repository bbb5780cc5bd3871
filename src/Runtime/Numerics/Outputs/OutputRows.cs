using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>How many rows of outputs are worked on at a time, so that a number for each of them fits on the stack.</summary>
internal static class OutputRows
{
    /// <summary>A multiple of the rows in a vector.</summary>
    public const int AtOnce = 64;

    /// <summary>Room after the last row, for the lanes of a vector that hold no row.</summary>
    public const int WidestVector = 16;

    /// <summary><c>sum + Σ costs</c>, in ascending order of the rows. By itself, so that the sum has a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Add(double sum, ref float costs, nuint rows)
    {
        for (nuint r = 0; r < rows; r++)
        {
            sum += Unsafe.Add(ref costs, r);
        }

        return sum;
    }
}
