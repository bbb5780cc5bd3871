using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>How many rows of outputs are worked on at a time, so that a number for each of them fits on the stack.</summary>
internal static class OutputRows
{
    /// <summary>A multiple of the lanes of the widest vector.</summary>
    public const int AtOnce = 64;

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

    /// <summary>Multiplies the cost of a row and its δ by a weight. With 0 the row does not count, whatever its cost.</summary>
    public static void Weigh(float weight, ref float delta, int stride, ref float cost)
    {
        cost = weight == 0f ? 0f : weight * cost;
        for (int i = 0; i < stride; i++)
        {
            ref float value = ref Unsafe.Add(ref delta, i);
            value = weight == 0f ? 0f : weight * value;
        }
    }
}
