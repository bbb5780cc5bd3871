using System;
using System.Collections.Generic;

namespace Backprop.Numerics.Tests.Support;

/// <summary>Arguments to test with: the same at each run.</summary>
internal static class Sample
{
    /// <summary>A prime, so that all low bits turn up.</summary>
    private const uint Stride = 4099;

    /// <summary>
    /// Every 4099th bit pattern, the neighbours of every power of two, and all floats near the places where a function changes
    /// its course: 0, ±1, the limits of each, and the ends of the reduction. Filled up with 0 to a multiple of 16.
    /// </summary>
    public static float[] WholeRange { get; } = CreateWholeRange();

    private static float[] CreateWholeRange()
    {
        List<float> sample = new();
        for (ulong bits = 0; bits <= uint.MaxValue; bits += Stride)
        {
            sample.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        for (uint exponent = 0; exponent <= 255; exponent++)
        {
            AddNeighbours(sample, exponent << 23, 8);
        }

        AddNeighbours(sample, 0, 2000);
        float halfLn2 = 0.34657359f;
        foreach (float center in new[]
        {
            1f, 2f, 0.5f, 0.70710677f, 1.4142135f, halfLn2, 3 * halfLn2, 5 * halfLn2, halfLn2 / 2, 3 * halfLn2 / 2, 9.0109f, 8.66f, 10f, 16.635f,
            17.32868f, 18f, 60f, 87.33655f, 88.02969f, 88.72284f, 89f, 103.2789f, 103.97208f, 104f, 1.17549435e-38f, float.MaxValue,
        })
        {
            AddNeighbours(sample, BitConverter.SingleToUInt32Bits(center), 500);
        }

        // Evenly in value, where the functions do their work.
        for (int i = 0; i <= 220_000; i++)
        {
            sample.Add((i - 110_000) * 0.001f);
        }

        while (sample.Count % 16 != 0)
        {
            sample.Add(0f);
        }

        return sample.ToArray();
    }

    private static void AddNeighbours(List<float> sample, uint bits, int distance)
    {
        for (int i = -distance; i <= distance; i++)
        {
            long neighbour = bits + i;
            if (neighbour is >= 0 and <= int.MaxValue)
            {
                sample.Add(BitConverter.UInt32BitsToSingle((uint)neighbour));
                sample.Add(-BitConverter.UInt32BitsToSingle((uint)neighbour));
            }
        }
    }
}
