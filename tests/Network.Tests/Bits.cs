using System;
using System.Runtime.InteropServices;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Compares bit for bit: 0 and −0 differ, and a NaN equals itself.</summary>
public static class Bits
{
    /// <summary>The bits of the values.</summary>
    public static int[] Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    /// <summary>Demands the same bits.</summary>
    public static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) => Assert.Equal(Of(expected), Of(actual));
}
