using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Numerics.Tests.Support;
using Xunit;

namespace Backprop.Numerics.Tests;

/// <summary>What <see cref="ILanes{TVector}"/> promises, for one width.</summary>
public abstract class LanesContract<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private static readonly TLanes Lanes = default;

    /// <summary>Signed zeros, subnormals, infinities, NaN and ordinary numbers, one in each lane of the widest.</summary>
    private static readonly float[] Values =
    [
        0f, -0f, 1f, -1f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon,
        -1.5e-39f, float.MaxValue, 3.25f, -7.75f, 1e-20f, 123456.7f, -0.001f, 42f,
    ];

    /// <summary>The columns of the rows that a vector can hold several of.</summary>
    private static int[] Groups => Lanes.Count == 1 ? [1] : new[] { 4, 8, 16 }.Where(group => group <= Lanes.Count).ToArray();

    [Fact]
    public void LoadFirstReadsSoManyAndFillsUpWithZeros()
    {
        for (int count = 0; count <= Lanes.Count; count++)
        {
            float[] source = Enumerable.Range(1, count).Select(i => (float)i).Append(float.NaN).ToArray();
            float[] expected = Enumerable.Range(1, Lanes.Count).Select(i => i <= count ? i : 0f).ToArray();
            Assert.Equal(expected, Read(Lanes.LoadFirst(ref source[0], count)));
        }
    }

    [Fact]
    public void FirstLanesMasksSoMany()
    {
        for (int count = -3; count <= Lanes.Count + 3; count++)
        {
            float[] expected = Enumerable.Range(0, Lanes.Count).Select(i => i < count ? 1f : 2f).ToArray();
            Assert.Equal(expected, Read(Lanes.Select(Lanes.FirstLanes(count), Lanes.Create(1f), Lanes.Create(2f))));
        }
    }

    [Fact]
    public void OneAtIsAPieceOfARow()
    {
        for (int lane = -17; lane <= 17; lane++)
        {
            float[] expected = Enumerable.Range(0, Lanes.Count).Select(i => i == lane ? 1f : 0f).ToArray();
            Assert.Equal(expected, Read(Lanes.OneAt(lane)));
        }
    }

    [Fact]
    public void MaxFindsTheLargestLane()
    {
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            float[] values = Enumerable.Range(0, Lanes.Count).Select(i => -10f - i).ToArray();
            values[lane] = -2f;
            Assert.Equal(-2f, Lanes.Max(Lanes.Load(ref values[0], 0)));
        }

        Assert.Equal(float.NegativeInfinity, Lanes.Max(Lanes.Create(float.NegativeInfinity)));
    }

    [Fact]
    public void MaxCountsNaNAsTheSmallest()
    {
        Assert.True(float.IsNaN(Lanes.Max(Lanes.Create(float.NaN))));
        for (int number = 0; number < Lanes.Count; number++)
        {
            float[] values = new float[Lanes.Count];
            Array.Fill(values, float.NaN);
            values[number] = float.NegativeInfinity;
            Assert.Equal(float.NegativeInfinity, Lanes.Max(Lanes.Load(ref values[0], 0)));

            for (int other = 0; other < Lanes.Count; other++)
            {
                Array.Fill(values, 1f);
                values[number] = 5f;
                values[other] = other == number ? 5f : float.NaN;
                Assert.Equal(5f, Lanes.Max(Lanes.Load(ref values[0], 0)));
            }
        }
    }

    [Fact]
    public void FirstLanesOfEachMasksSoManyOfEveryGroup()
    {
        foreach (int group in Groups)
        {
            for (int count = 0; count <= group; count++)
            {
                float[] expected = Enumerable.Range(0, Lanes.Count).Select(i => i % group < count ? 1f : 2f).ToArray();
                Assert.Equal(expected, Read(Lanes.Select(Lanes.FirstLanesOfEach(count, group), Lanes.Create(1f), Lanes.Create(2f))));
            }
        }
    }

    [Fact]
    public void SumEachIsTheSumOfARow()
    {
        Random random = new(1);
        foreach (int group in Groups)
        {
            float[] values = Enumerable.Range(0, Lanes.Count).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
            Assert.Equal(Rows(values, group).SelectMany(row => Enumerable.Repeat(SumOf(row), group)), Read(Lanes.SumEach(Lanes.Load(ref values[0], 0), group)));
            AreBits(0, Lanes.SumEach(Lanes.Create(-0f), group));
        }
    }

    [Fact]
    public void MaxEachIsTheLargestOfARow()
    {
        foreach (int group in Groups)
        {
            for (int lane = 0; lane < group; lane++)
            {
                float[] values = Enumerable.Range(0, Lanes.Count).Select(i => i % group == lane ? i : -1f - i).ToArray();
                Assert.Equal(Rows(values, group).SelectMany(row => Enumerable.Repeat(row.Max(), group)), Read(Lanes.MaxEach(Lanes.Load(ref values[0], 0), group)));
            }
        }
    }

    [Fact]
    public void AValueForEachGroupIsStoredAndLoadedByItself()
    {
        foreach (int group in Groups)
        {
            int groups = Lanes.Count / group;
            float[] values = Enumerable.Range(1, Lanes.Count).Select(i => (float)i).ToArray();
            float[] stored = new float[groups + 2];
            Lanes.StoreFirstOfEach(Lanes.Load(ref values[0], 0), group, ref stored[0], 1);
            Assert.Equal(Rows(values, group).Select(row => row[0]).Prepend(0f).Append(0f), stored);
            Assert.Equal(values.Select((_, i) => stored[1 + (i / group)]), Read(Lanes.LoadToEach(ref stored[0], 1, group)));
        }
    }

    [Fact]
    public void ComparisonsAreFalseWithNaN()
    {
        foreach (float left in Values)
        {
            foreach (float right in Values)
            {
                Assert.Equal(left < right, IsTrue(Lanes.LessThan(Lanes.Create(left), Lanes.Create(right))));
                Assert.Equal(left <= right, IsTrue(Lanes.LessThanOrEqual(Lanes.Create(left), Lanes.Create(right))));
                Assert.Equal(left == right, IsTrue(Lanes.Equal(Lanes.Create(left), Lanes.Create(right))));
            }
        }
    }

    [Fact]
    public void ArithmeticIsThatOfSinglePrecision()
    {
        foreach (float left in Values)
        {
            foreach (float right in Values)
            {
                TVector l = Lanes.Create(left);
                TVector r = Lanes.Create(right);
                Are(left + right, Lanes.Add(l, r));
                Are(left - right, Lanes.Subtract(l, r));
                Are(left * right, Lanes.Multiply(l, r));
                Are(left / right, Lanes.Divide(l, r));
                float multiplyAdd = FusedMultiplyAdd.IsLive<TLanes, TVector>() ? MathF.FusedMultiplyAdd(left, right, 0.1f) : (left * right) + 0.1f;
                Are(multiplyAdd, Lanes.MultiplyAdd(l, r, Lanes.Create(0.1f)));
            }

            Are(MathF.Abs(left), Lanes.Abs(Lanes.Create(left)));
            Are(-left, Lanes.Negate(Lanes.Create(left)));
            Are(MathF.Sqrt(left), Lanes.SquareRoot(Lanes.Create(left)));
        }
    }

    [Fact]
    public void CountUpNumbersTheLanes()
    {
        foreach (uint first in new[] { 0u, 7u, uint.MaxValue - 2 })
        {
            IEnumerable<uint> expected = Enumerable.Range(0, Lanes.Count).Select(i => unchecked(first + (uint)i));
            Assert.Equal(expected, Read(Lanes.CountUp(first)).Select(BitConverter.SingleToUInt32Bits));
        }
    }

    [Fact]
    public void BitOperationsAreThoseOf32BitIntegers()
    {
        foreach (int left in new[] { 0, 1, -1, 5, int.MaxValue, int.MinValue, 0x3F80_0000 })
        {
            TVector l = Lanes.CreateBits(unchecked((uint)left));
            Are(left, Lanes.ConvertBits(l));
            foreach (int right in new[] { 0, 1, -1, 0x0080_0000, int.MinValue })
            {
                TVector r = Lanes.CreateBits(unchecked((uint)right));
                AreBits(unchecked(left + right), Lanes.AddBits(l, r));
                AreBits(unchecked(left - right), Lanes.SubtractBits(l, r));
                AreBits(left & right, Lanes.And(l, r));
                AreBits(left | right, Lanes.Or(l, r));
                AreBits(left ^ right, Lanes.Xor(l, r));
            }

            foreach (int count in new[] { 0, 1, 23, 31 })
            {
                AreBits(left << count, Lanes.ShiftLeft(l, count));
                AreBits(left >> count, Lanes.ShiftRight(l, count));
            }

            foreach (int count in new[] { 1, 13, 31 })
            {
                AreBits((left << count) | (int)((uint)left >> (32 - count)), Lanes.RotateLeft(l, count));
            }
        }
    }

    [Fact]
    public void LoadAndStoreTakeAnIndex()
    {
        float[] source = Enumerable.Range(0, 40).Select(i => (float)i).ToArray();
        float[] destination = new float[40];
        Lanes.Store(Lanes.Load(ref source[0], 5), ref destination[0], 7);
        Assert.Equal(source.Skip(5).Take(Lanes.Count), destination.Skip(7).Take(Lanes.Count));
        Assert.All(destination.Take(7).Concat(destination.Skip(7 + Lanes.Count)), value => Assert.Equal(0f, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(48)]
    [InlineData(100)]
    [InlineData(784)]
    public void DotAndSumKeepTheOrderOfTheContract(int realColumns)
    {
        // Each width has its rows padded with zeros to a multiple of its own count: that must not show.
        int columns = (realColumns + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        float[] left = new float[columns + 1];
        float[] right = new float[columns + 1];
        Random random = new(realColumns);
        for (int i = 0; i < realColumns; i++)
        {
            left[i] = (float)(random.NextDouble() - 0.5);
            right[i] = (float)(random.NextDouble() - 0.5);
        }

        // One virtual lane where the width is one lane, else sixteen.
        int virtualLanes = Lanes.Count == 1 ? 1 : 16;
        bool isFused = FusedMultiplyAdd.IsLive<TLanes, TVector>();
        float[] dot = new float[virtualLanes];
        float[] sum = new float[virtualLanes];
        for (int i = 0; i < realColumns; i++)
        {
            int lane = i % virtualLanes;
            dot[lane] = isFused ? MathF.FusedMultiplyAdd(left[i], right[i], dot[lane]) : (left[i] * right[i]) + dot[lane];
            sum[lane] += left[i];
        }

        for (int half = virtualLanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                dot[lane] += dot[lane + half];
                sum[lane] += sum[lane + half];
            }
        }

        Assert.Equal(Bits(dot[0]), Bits(Lanes.Dot(ref left[0], ref right[0], columns)));
        Assert.Equal(Bits(sum[0]), Bits(Lanes.Sum(ref left[0], columns)));
    }

    private static float[][] Rows(float[] values, int columns) => values.Chunk(columns).ToArray();

    /// <summary>Of a row of 1, 4, 8 or 16 values: the two halves are added, and so on.</summary>
    private static float SumOf(float[] row) => row.Length == 1
        ? row[0]
        : SumOf(row.Take(row.Length / 2).Zip(row.Skip(row.Length / 2), static (left, right) => left + right).ToArray());

    private static float[] Read(TVector vector)
    {
        float[] values = new float[Lanes.Count];
        Lanes.Store(vector, ref values[0], 0);
        return values;
    }

    private static bool IsTrue(TVector mask)
    {
        float[] chosen = Read(Lanes.Select(mask, Lanes.Create(1f), Lanes.Create(0f)));
        Assert.All(chosen, value => Assert.Equal(chosen[0], value));
        return chosen[0] == 1f;
    }

    private static void Are(float expected, TVector actual)
    {
        foreach (float value in Read(actual))
        {
            Assert.True(float.IsNaN(expected) ? float.IsNaN(value) : Bits(expected) == Bits(value), $"{value:R} in place of {expected:R}");
        }
    }

    private static void AreBits(int expected, TVector actual)
    {
        foreach (float value in Read(actual))
        {
            Assert.Equal(unchecked((uint)expected), Bits(value));
        }
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
