using System;
using System.Linq;
using Xunit;

namespace Backprop.Runtime.Tests.Random;

public sealed class RandomSourceTests
{
    [Fact]
    public void SplitMix64GivesThePublishedNumbers()
    {
        var source = new SplitMix64(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        foreach (ulong value in expected)
        {
            Assert.Equal(value, source.Next());
        }
    }

    [Fact]
    public void Xoshiro256GivesThePublishedNumbers()
    {
        var source = new Xoshiro256(1, 2, 3, 4);
        ulong[] expected =
        [
            41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
            9973669472204895162, 14011001112246962877, 12406186145184390807, 15849039046786891736, 10450023813501588000,
        ];
        foreach (ulong value in expected)
        {
            Assert.Equal(value, source.NextUInt64());
        }
    }

    [Fact]
    public void TheSeedGoesThroughSplitMix64()
    {
        var words = new SplitMix64(99);
        var expected = new Xoshiro256(words.Next(), words.Next(), words.Next(), words.Next());
        var source = new RandomSource(99);
        var other = new RandomSource(100);
        for (int i = 0; i < 100; i++)
        {
            ulong value = expected.NextUInt64();
            Assert.Equal(value, source.NextUInt64());
            Assert.NotEqual(value, other.NextUInt64());
        }
    }

    [Fact]
    public void NextSingleIsTheUpper24BitsAndUniform()
    {
        var bits = new RandomSource(5);
        var source = new RandomSource(5);
        int[] buckets = new int[64];
        const int Draws = 64 * 10_000;
        for (int i = 0; i < Draws; i++)
        {
            float value = source.NextSingle();
            Assert.Equal((bits.NextUInt64() >> 40) / 16777216.0, value);
            buckets[(int)(value * 64)]++;
        }

        AssertUniform(buckets, Draws);
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(-3f, 5f)]
    [InlineData(1f, 1.0000002f)]
    [InlineData(-1e-45f, 1e-45f)]
    [InlineData(float.MinValue, float.MaxValue)]
    [InlineData(16777216f, 16777220f)]
    public void NextSingleStaysWithinItsBounds(float low, float high)
    {
        var source = new RandomSource(6);
        for (int i = 0; i < 10_000; i++)
        {
            float value = source.NextSingle(low, high);
            Assert.True(value >= low && value < high, $"{value:R}");
        }
    }

    [Fact]
    public void NextSingleOfAnEmptyRangeIsItsBound() => Assert.Equal(2.5f, new RandomSource(0).NextSingle(2.5f, 2.5f));

    [Theory]
    [InlineData(float.NaN, 1f, "low", "low: expected a finite value, got NaN")]
    [InlineData(float.NegativeInfinity, 1f, "low", "low: expected a finite value, got -Infinity")]
    [InlineData(0f, float.NaN, "high", "high: expected a finite value of at least 0, got NaN")]
    [InlineData(0f, float.PositiveInfinity, "high", "high: expected a finite value of at least 0, got Infinity")]
    [InlineData(1.5f, 1f, "high", "high: expected a finite value of at least 1.5, got 1")]
    public void NextSingleRejectsBoundsThatAreNone(float low, float high, string name, string message)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(name, () => new RandomSource(0).NextSingle(low, high));
        Assert.StartsWith(message, error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(1000)]
    public void NextInt32IsUniform(int bound)
    {
        var source = new RandomSource(7);
        int[] buckets = new int[bound];
        int draws = Math.Max(bound * 500, 20_000);
        for (int i = 0; i < draws; i++)
        {
            buckets[source.NextInt32(bound)]++;
        }

        AssertUniform(buckets, draws);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData((1 << 30) + 1)]
    [InlineData(3 << 29)]
    public void NextInt32IsUniformForBoundsThatARemainderWouldFavour(int bound)
    {
        // At a bound of 3/8 of 2³², the product method without rejection would give some thirds of the range up to 1.5 times the weight.
        var source = new RandomSource(8);
        int[] thirds = new int[3];
        const int Draws = 300_000;
        for (int i = 0; i < Draws; i++)
        {
            int value = source.NextInt32(bound);
            Assert.InRange(value, 0, bound - 1);
            thirds[value % 3]++;
        }

        AssertUniform(thirds, Draws);
    }

    [Fact]
    public void NextInt32RejectsExactlyTheDrawsThatFavour()
    {
        // Lemire: with x uniform in 0 … 2³² − 1, value = ⌊x · bound / 2³²⌋ unless (x · bound) mod 2³² < 2³² mod bound.
        const uint Bound = 3u << 29;
        ulong threshold = (1UL << 32) % Bound;
        var bits = new RandomSource(9);
        var source = new RandomSource(9);
        int rejected = 0;
        for (int i = 0; i < 10_000; i++)
        {
            ulong product = (bits.NextUInt64() >> 32) * Bound;
            while (product % (1UL << 32) < threshold)
            {
                rejected++;
                product = (bits.NextUInt64() >> 32) * Bound;
            }

            Assert.Equal((int)(product >> 32), source.NextInt32((int)Bound));
        }

        Assert.InRange(rejected, 2_500, 4_500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void NextInt32RejectsABoundBelowOne(int bound)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("bound", () => new RandomSource(0).NextInt32(bound));
        Assert.StartsWith($"bound: expected at least 1, got {bound}", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(60_000)]
    public void ShuffleIsAPermutationThatTheSeedDecides(int length)
    {
        int[] ordered = [.. Enumerable.Range(0, length)];
        int[] first = [.. ordered];
        int[] second = [.. ordered];
        new RandomSource(10).Shuffle<int>(first);
        new RandomSource(10).Shuffle<int>(second);

        Assert.Equal(first, second);
        Assert.Equal(ordered, first.Order());
        Assert.True(length < 100 || !ordered.SequenceEqual(first));
    }

    [Fact]
    public void ShuffleGivesEveryOrderEquallyOften()
    {
        var source = new RandomSource(11);
        int[] orders = new int[24];
        const int Draws = 24 * 2_000;
        int[] values = new int[4];
        for (int i = 0; i < Draws; i++)
        {
            values[0] = 0;
            values[1] = 1;
            values[2] = 2;
            values[3] = 3;
            source.Shuffle<int>(values);

            // The Lehmer code: how many of the later values are smaller.
            int rank = 0;
            for (int k = 0; k < 4; k++)
            {
                rank = (rank * (4 - k)) + values[(k + 1)..].Count(later => later < values[k]);
            }

            orders[rank]++;
        }

        AssertUniform(orders, Draws);
    }

    [Fact]
    public void NextNormalHasTheMomentsOfTheNormalDistribution()
    {
        var source = new RandomSource(12);
        const int Draws = 1_000_000;
        double[] moments = new double[7];
        for (int i = 0; i < Draws; i++)
        {
            double value = source.NextNormal();
            double power = 1;
            for (int k = 1; k <= 6; k++)
            {
                power *= value;
                moments[k] += power / Draws;
            }
        }

        // The k-th moment is (k − 1)!! for even k; five standard errors are 5 √((2k−1)!! − moment²) / 1000.
        Assert.InRange(moments[1], -0.005, 0.005);
        Assert.InRange(moments[2], 1 - 0.0071, 1 + 0.0071);
        Assert.InRange(moments[3], -0.0194, 0.0194);
        Assert.InRange(moments[4], 3 - 0.049, 3 + 0.049);
        Assert.InRange(moments[5], -0.154, 0.154);
        Assert.InRange(moments[6], 15 - 0.51, 15 + 0.51);
    }

    [Fact]
    public void NextNormalFollowsTheNormalDistributionFunction()
    {
        // Φ at these points, from tables; five standard errors of a fraction are 5 √(p(1−p)/n).
        (double X, double P)[] table =
        [
            (-3, 0.001349898), (-2, 0.022750132), (-1.5, 0.066807201), (-1, 0.158655254), (-0.5, 0.308537539), (-0.1, 0.460172163),
            (0, 0.5), (0.25, 0.598706326), (0.75, 0.773372648), (1, 0.841344746), (1.25, 0.894350226), (2, 0.977249868), (2.5, 0.993790335), (3.5, 0.999767371),
        ];
        var source = new RandomSource(13);
        const int Draws = 1_000_000;
        float[] values = new float[Draws];
        for (int i = 0; i < Draws; i++)
        {
            values[i] = source.NextNormal();
        }

        foreach ((double x, double p) in table)
        {
            double fraction = values.Count(value => value < x) / (double)Draws;
            double error = 5 * Math.Sqrt(p * (1 - p) / Draws);
            Assert.InRange(fraction, p - error, p + error);
        }
    }

    [Fact]
    public void NextNormalOfSeedZeroIsTheseBits()
    {
        // From a second implementation, in another language. Whoever changes these breaks every published seed.
        var source = new RandomSource(0);
        uint[] bits = new uint[12];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToUInt32Bits(source.NextNormal());
        }

        uint[] expected =
        [
            0x3EB81FBFu, 0x3F5F9D77u, 0x3F73B458u, 0x3F2272F6u, 0x3E18B22Bu, 0x3FC796DEu,
            0x3CB90E7Au, 0x3FC5DC55u, 0x3EB3C7B2u, 0x3F9AFF0Cu, 0xBF084F03u, 0xBFF40ACCu,
        ];
        Assert.Equal(expected, bits);
    }

    [Fact]
    public void NothingAllocates()
    {
        var source = new RandomSource(14);
        int[] values = [.. Enumerable.Range(0, 10)];
        Walk(2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Walk(int times)
        {
            for (int i = 0; i < times; i++)
            {
                source.NextUInt64();
                source.NextSingle();
                source.NextSingle(-1f, 1f);
                source.NextInt32(10);
                source.NextNormal();
                source.Shuffle<int>(values);
            }
        }
    }

    // Chi-squared within five standard deviations of its mean; the seeds are fixed, so that the test is too.
    private static void AssertUniform(int[] buckets, int draws)
    {
        double expected = draws / (double)buckets.Length;
        double chiSquared = buckets.Sum(count => (count - expected) * (count - expected) / expected);
        double freedom = buckets.Length - 1;
        Assert.InRange(chiSquared, 0, freedom + (5 * Math.Sqrt(2 * freedom)) + (freedom == 0 ? 0 : 10));
    }
}
