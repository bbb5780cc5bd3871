using System;
using Backprop.Numerics;
using Xunit;

namespace Backprop.Runtime.Tests.Training.Schedules;

public sealed class ExactMathTests
{
    [Fact]
    public void TheCosineIsThatOfTheLibrary()
    {
        for (int i = 0; i <= 100_000; i++)
        {
            // 10⁻¹⁵ is more than the rounding of π x that the library's argument brings.
            double x = i / 100_000.0;
            Assert.Equal(Math.Cos(Math.PI * x), ExactMath.CosinePi(x), 1e-15);
        }
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.5, 0.0)]
    [InlineData(1.0, -1.0)]
    public void TheCosineIsExactWhereItIsAWholeNumber(double x, double expected) => Assert.Equal(expected, ExactMath.CosinePi(x));

    [Fact]
    public void TheCosineFalls()
    {
        double last = 1.0;
        for (int i = 1; i <= 10_000; i++)
        {
            double value = ExactMath.CosinePi(i / 10_000.0);
            Assert.True(value < last);
            last = value;
        }
    }

    /// <summary>Bits, so that a machine that gives others is found.</summary>
    [Fact]
    public void TheBitsAreThese()
    {
        ulong hash = 0;
        for (int i = 0; i <= 1_000; i++)
        {
            hash = (hash * 1_000_003) ^ BitConverter.DoubleToUInt64Bits(ExactMath.CosinePi(i / 1_000.0));
        }

        Assert.Equal(2414044842382902551UL, hash);
    }

    [Theory]
    [InlineData(0.9, 0)]
    [InlineData(0.9, 1)]
    [InlineData(0.9, 7)]
    [InlineData(0.999, 1000)]
    [InlineData(1.5, 100)]
    [InlineData(2.0, 10)]
    public void APowerIsAProduct(double x, int n)
    {
        double expected = 1;
        for (int i = 0; i < n; i++)
        {
            expected *= x;
        }

        Assert.Equal(1, ExactMath.Power(x, n) / expected, 1e-12);
    }

    [Theory]
    [InlineData(1.0, 5)]
    [InlineData(10.0, 1)]
    [InlineData(1e7, 99)]
    [InlineData(1e30, 2)]
    [InlineData(1e300, 7)]
    public void ARootIsTheInverseOfAPower(double x, int n) => Assert.Equal(1, ExactMath.Power(ExactMath.Root(x, n), n) / x, 1e-12);
}
