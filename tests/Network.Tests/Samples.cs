using System;
using System.Linq;

namespace Backprop.Network.Tests;

/// <summary>Random numbers that are the same in every run.</summary>
public static class Samples
{
    /// <summary>Numbers from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static float[] Uniform(int seed, int count, float low, float high)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextSingle())).ToArray();
    }

    /// <summary>Labels from 0 to <paramref name="classes"/> − 1.</summary>
    public static int[] Labels(int seed, int count, int classes)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(classes)).ToArray();
    }

    /// <summary>The one-of-N rows that labels stand for.</summary>
    public static float[] OneOfN(int[] labels, int classes)
    {
        var targets = new float[labels.Length * classes];
        for (int k = 0; k < labels.Length; k++)
        {
            targets[(k * classes) + labels[k]] = 1;
        }

        return targets;
    }
}
