using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Backprop.Numerics.Tests;

/// <summary><see cref="NonZeros"/>, beside a look at one value after the other.</summary>
public sealed class NonZerosTests
{
    private const byte Untouched = 0xA5;

    private static readonly float[] Others = { 1f, -1f, -0f, float.NaN, float.NegativeInfinity, float.Epsilon, float.MaxValue };

    public static IEnumerable<object[]> Sizes => Enumerable.Range(0, 70).Append(784).Append(1001).Select(static n => new object[] { n });

    [Theory]
    [MemberData(nameof(Sizes))]
    public void EachValueThatIsNotZeroIsMarked(int count)
    {
        foreach (float[] values in RowsOf(count))
        {
            byte[] marks = Marks(count);
            NonZeros.Mark(ref First(values), (nuint)count, ref marks[0]);

            Assert.Equal(values.Take(count).Select(IsMarked), Enumerable.Range(0, count).Select(i => Bit(marks, i)));
            Assert.Equal(Untouched, marks[(count + 15) / 16 * 2]);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void EachPairThatIsNotZeroIsMarked(int half)
    {
        int count = half * 2;
        foreach (float[] values in RowsOf(count))
        {
            byte[] marks = Marks(half);
            NonZeros.MarkPairs(ref First(values), (nuint)count, ref marks[0]);

            Assert.Equal(Enumerable.Range(0, half).Select(i => IsMarked(values[2 * i]) || IsMarked(values[(2 * i) + 1])), Enumerable.Range(0, half).Select(i => Bit(marks, i)));
            Assert.Equal(Untouched, marks[(half + 7) / 8]);
        }
    }

    private static bool IsMarked(float value) => BitConverter.SingleToUInt32Bits(value) != 0;

    private static bool Bit(byte[] marks, int index) => ((marks[index / 8] >> (index % 8)) & 1) != 0;

    private static byte[] Marks(int count) => Enumerable.Repeat(Untouched, (count / 8) + 16).ToArray();

    /// <summary>Behind each row lies a value that is not part of it.</summary>
    private static IEnumerable<float[]> RowsOf(int count)
    {
        Random random = new(count);
        foreach (double share in new[] { 0, 0.1, 0.5, 1 })
        {
            yield return Enumerable.Range(0, count).Select(_ => random.NextDouble() < share ? Others[random.Next(Others.Length)] : 0f).Append(1f).ToArray();
        }
    }

    private static ref float First(float[] values) => ref values[0];
}
