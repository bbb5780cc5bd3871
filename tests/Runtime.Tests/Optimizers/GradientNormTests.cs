using System;
using System.Linq;
using Xunit;

namespace Backprop.Runtime.Tests.Optimizers;

public sealed class GradientNormTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void IsTheRootOfTheSumOfSquares(int length)
    {
        var random = new RandomSource(1);
        float[] values = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle(-3f, 3f))];
        Assert.Equal(Math.Sqrt(values.Sum(static value => (double)value * value)), GradientNorm.Of(values), 1e-12);
    }

    [Fact]
    public void ItsOrderIsWhatItSays()
    {
        var random = new RandomSource(2);
        float[] values = [.. Enumerable.Range(0, 1003).Select(_ => random.NextSingle(-3f, 3f) * (random.NextInt32(2) == 0 ? 1f : 1e-7f))];
        double[] lanes = new double[8];
        for (int i = 0; i < values.Length; i++)
        {
            lanes[i % 8] += (double)values[i] * values[i];
        }

        double sum = 0;
        foreach (double lane in lanes)
        {
            sum += lane;
        }

        Assert.Equal(Math.Sqrt(sum), GradientNorm.Of(values));
    }

    [Fact]
    public void SquaresThatNoFloatHoldsAreCounted()
    {
        Assert.Equal(5e30, GradientNorm.Of([3e30f, 4e30f]), 1e24);
        Assert.Equal(5e-30, GradientNorm.Of([3e-30f, 4e-30f]), 1e-36);
    }
}
