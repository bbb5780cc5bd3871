using System;
using System.Linq;
using System.Runtime.Intrinsics;
using Xunit;

namespace Backprop.Numerics.Tests;

/// <summary>What one pass of dropout draws, keeps and writes.</summary>
public sealed class DropoutTests
{
    private const float Untouched = 12345.5f;
    private const int Guard = 16;
    private const int Rows = 23;
    private const int ManyRows = 1000;
    private const int Neurons = 256;

    // In the middle of the rows that share a counter.
    private const nuint FirstRow = 5;

    [Theory]
    [InlineData(0.001f)]
    [InlineData(0.2f)]
    [InlineData(0.5f)]
    [InlineData(0.93f)]
    public void TheShareThatIsDroppedIsTheRate(float rate)
    {
        float[] kept = Kept(new Dropout(rate, 1, 2), 0, ManyRows, Neurons);

        // Five standard deviations of a binomial count: one in two million by chance, and the numbers are the same in every run.
        double expected = rate * kept.Length;
        Assert.Equal(expected, kept.Count(static value => value == 0f), 5 * Math.Sqrt(expected * (1 - rate)));
        Assert.Equal(1, kept.Average(), 5 * Math.Sqrt(rate / (1 - rate) / kept.Length));
    }

    /// <summary>Of two independent draws as many agree as chance wants: between steps, seeds, rows, neurons, and layers.</summary>
    [Fact]
    public void DrawsAreIndependent()
    {
        float[] kept = Kept(new Dropout(0.3f, 1, 2), 0, ManyRows, Neurons);
        (string, float[], float[])[] pairs =
        [
            ("steps", kept, Kept(new Dropout(0.3f, 1, 3), 0, ManyRows, Neurons)),
            ("far steps", kept, Kept(new Dropout(0.3f, 1, 2 + (1UL << 32)), 0, ManyRows, Neurons)),
            ("seeds", kept, Kept(new Dropout(0.3f, 2, 2), 0, ManyRows, Neurons)),
            ("far seeds", kept, Kept(new Dropout(0.3f, 1 + (1UL << 32), 2), 0, ManyRows, Neurons)),
            ("seed and step", kept, Kept(new Dropout(0.3f, 2, 1), 0, ManyRows, Neurons)),
            ("layers", kept, Kept(new Dropout(0.3f, 1, 2), Neurons, ManyRows, Neurons)),
            ("neurons", kept[1..], kept[..^1]),
            ("rows", kept[Neurons..], kept[..^Neurons]),
            ("rows of the next counter", kept[(4 * Neurons)..], kept[..^(4 * Neurons)]),
            ("steps and rows", kept[Neurons..], Kept(new Dropout(0.3f, 1, 3), 0, ManyRows, Neurons)[..^Neurons]),
        ];
        const double Agree = (0.3 * 0.3) + (0.7 * 0.7);
        foreach ((string what, float[] left, float[] right) in pairs)
        {
            double share = left.Zip(right).Count(static pair => pair.First == pair.Second) / (double)left.Length;
            Assert.True(Math.Abs(share - Agree) < 5 * Math.Sqrt(Agree * (1 - Agree) / left.Length), $"{what}: {share} agree");
        }
    }

    [Fact]
    public void EveryRowAndEveryNeuronIsDroppedAtTheRate()
    {
        float[] kept = Kept(new Dropout(0.4f, 3, 0), 0, ManyRows, Neurons);
        double OfRow(int row) => Enumerable.Range(0, Neurons).Count(i => kept[(row * Neurons) + i] == 0f);
        double OfNeuron(int neuron) => Enumerable.Range(0, ManyRows).Count(i => kept[(i * Neurons) + neuron] == 0f);

        Assert.All(Enumerable.Range(0, ManyRows), row => Assert.Equal(0.4 * Neurons, OfRow(row), 5 * Math.Sqrt(Neurons * 0.24)));
        Assert.All(Enumerable.Range(0, Neurons), neuron => Assert.Equal(0.4 * ManyRows, OfNeuron(neuron), 5 * Math.Sqrt(ManyRows * 0.24)));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-9f)]
    public void ARateOfNothingKeepsAll(float rate) => Assert.All(Kept(new Dropout(rate, 1, 0), 0, 100, 64), static value => Assert.Equal(1f, value));

    [Fact]
    public void ARateOfNearlyOneIsAllowed()
    {
        float[] kept = Kept(new Dropout(MathF.BitDecrement(1f), 1, 0), 0, 100, 64);

        Assert.All(kept, static value => Assert.True(value is 0f or 16777216f));
    }

    [Fact]
    public void OutputsAndSlopesAreScaledOrZero()
    {
        const int Count = 64;
        float[] z = Enumerable.Range(0, Count).Select(static i => (i - 32) * 0.1f).ToArray();
        float[] a = z.Select(MathF.Tanh).ToArray();
        float[] before = [.. a];
        float[] slope = new float[Count];
        RowMath<LanesScalar, float>.Drop<TanhActivation>(ref z[0], ref a[0], ref slope[0], new Dropout(0.25f, 1, 0), 0, 0, 1, Count, Count, Count);

        int dropped = 0;
        for (int i = 0; i < Count; i++)
        {
            bool isDropped = slope[i] == 0f;
            dropped += isDropped ? 1 : 0;
            Assert.Equal(isDropped ? 0f : before[i] * (4f / 3f), a[i]);
            Assert.Equal(isDropped ? 0f : (1f - (before[i] * before[i])) * (4f / 3f), slope[i], 1e-6f);
        }

        Assert.InRange(dropped, 5, 30);
    }

    [Fact]
    public void WhatIsDroppedIsZeroEvenWhereItWasInfinite()
    {
        float[] a = Enumerable.Repeat(float.PositiveInfinity, 256).ToArray();
        float[] slope = new float[256];
        RowMath<LanesScalar, float>.Drop<IdentityActivation>(ref a[0], ref a[0], ref slope[0], new Dropout(0.5f, 1, 0), 0, 0, 4, 64, 64, 64);

        Assert.All(a, static value => Assert.True(value is 0f or float.PositiveInfinity));
        Assert.InRange(a.Count(static value => value == 0f), 64, 192);
    }

    /// <summary>Every width, and every way to cut the rows into blocks, gives the same bits, and writes nothing beside the rows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(33)]
    [InlineData(100)]
    public void NeitherWidthNorBlocksShow(int neurons)
    {
        uint[] expected = Run<LanesScalar, float>(neurons, Rows);
        foreach (int blockRows in new[] { 1, 3, 4, 12, Rows })
        {
            Assert.Equal(expected, Run<LanesScalar, float>(neurons, blockRows));
            Assert.Equal(expected, Run<Lanes128, Vector128<float>>(neurons, blockRows));
            Assert.Equal(expected, StrideOf(neurons) < 8 ? expected : Run<Lanes256, Vector256<float>>(neurons, blockRows));
            Assert.Equal(expected, StrideOf(neurons) < 16 ? expected : Run<Lanes512, Vector512<float>>(neurons, blockRows));
        }
    }

    private static int StrideOf(int neurons) => neurons <= 4 ? 4 : neurons <= 8 ? 8 : (neurons + 15) / 16 * 16;

    /// <summary>Bits of outputs, slopes and deltas of a few rows, of their neurons alone.</summary>
    private static uint[] Run<TLanes, TVector>(int neurons, int blockRows)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int stride = StrideOf(neurons);
        int lanes = default(TLanes).Count;
        nuint columns = (nuint)((neurons + lanes - 1) / lanes * lanes);
        Random random = new(neurons);
        float[] a = Padded(() => (random.NextSingle() * 2) - 1);
        float[] delta = Padded(() => random.NextSingle() - 0.5f);
        float[] slope = Padded(static () => 0f);
        for (int row = 0; row < Rows; row += blockRows)
        {
            int first = Guard + (row * stride);
            nuint rows = (nuint)Math.Min(blockRows, Rows - row);
            RowMath<TLanes, TVector>.Drop<SoftsignActivation>(
                ref a[first], ref a[first], ref slope[first], new Dropout(0.4f, 5, 6), 7, FirstRow + (nuint)row, rows, (nuint)stride, columns, neurons);
            RowMath<TLanes, TVector>.MultiplyBySlope(ref delta[first], ref slope[first], rows, (nuint)stride, columns, neurons);
        }

        // Padding within the columns is zero, so that sums over columns may take it in.
        Assert.All(Enumerable.Range(0, Rows * stride).Where(i => i % stride >= neurons && i % stride < (int)columns), i => Assert.Equal((0f, 0f), (slope[Guard + i], delta[Guard + i])));
        float[][] all = [a, slope, delta];
        Assert.All(all.SelectMany(static values => values.Take(Guard).Concat(values.TakeLast(Guard))), static value => Assert.Equal(Untouched, value));
        return all
            .SelectMany(values => Enumerable.Range(0, Rows * stride).Where(i => i % stride < neurons).Select(i => BitConverter.SingleToUInt32Bits(values[Guard + i])))
            .ToArray();

        float[] Padded(Func<float> value) =>
        [
            .. Enumerable.Repeat(Untouched, Guard),
            .. Enumerable.Range(0, Rows * stride).Select(i => i % stride < neurons ? value() : float.NaN),
            .. Enumerable.Repeat(Untouched, Guard),
        ];
    }

    /// <summary>0 for what is dropped, else what 1 becomes.</summary>
    private static float[] Kept(Dropout dropout, uint firstNeuron, int rows, int neurons)
    {
        float[] a = Enumerable.Repeat(1f, rows * neurons).ToArray();
        float[] slope = new float[a.Length];
        RowMath<Lanes128, Vector128<float>>.Drop<IdentityActivation>(
            ref a[0], ref a[0], ref slope[0], dropout, firstNeuron, 0, (nuint)rows, (nuint)neurons, (nuint)neurons, neurons);
        Assert.Equal(a, slope);
        return a;
    }
}
