using System;
using Backprop.Numerics.Tests.Functions;
using Backprop.Numerics.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Backprop.Numerics.Tests;

/// <summary>What <see cref="VectorMath"/> promises, for one width.</summary>
public abstract class VectorMathContract<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private readonly ITestOutputHelper output;

    protected VectorMathContract(ITestOutputHelper output) => this.output = output;

    [Fact]
    public void ExpIsWithinItsBound() => IsWithinItsBound<ExpFunction>();

    [Fact]
    public void ExpM1IsWithinItsBound() => IsWithinItsBound<ExpM1Function>();

    [Fact]
    public void TanhIsWithinItsBound() => IsWithinItsBound<TanhFunction>();

    [Fact]
    public void SigmoidIsWithinItsBound() => IsWithinItsBound<SigmoidFunction>();

    [Fact]
    public void LogIsWithinItsBound() => IsWithinItsBound<LogFunction>();

    [Fact]
    public void Log1pIsWithinItsBound() => IsWithinItsBound<Log1pFunction>();

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(88.72284f, float.PositiveInfinity)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(-104f, 0f)]
    [InlineData(-103.97f, float.Epsilon)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(float.Epsilon, 1f)]
    public void ExpOfSpecialValues(float x, float expected) => Gives<ExpFunction>(x, expected);

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(float.MinValue, -1f)]
    [InlineData(2 * float.Epsilon, 2 * float.Epsilon)]
    [InlineData(-2 * float.Epsilon, -2 * float.Epsilon)]
    public void ExpM1OfSpecialValues(float x, float expected) => Gives<ExpM1Function>(x, expected);

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.MinValue, -1f)]
    [InlineData(float.Epsilon, float.Epsilon)]
    [InlineData(-float.Epsilon, -float.Epsilon)]
    [InlineData(1.17549435e-38f, 1.17549435e-38f)]
    public void TanhOfSpecialValues(float x, float expected) => Gives<TanhFunction>(x, expected);

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(-103.97f, float.Epsilon)]
    [InlineData(-104f, 0f)]
    public void SigmoidOfSpecialValues(float x, float expected) => Gives<SigmoidFunction>(x, expected);

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(1f, 0f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(-1f, float.NaN)]
    [InlineData(-float.Epsilon, float.NaN)]
    [InlineData(float.MinValue, float.NaN)]
    public void LogOfSpecialValues(float x, float expected) => Gives<LogFunction>(x, expected);

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(-1f, float.NegativeInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(-1.5f, float.NaN)]
    [InlineData(float.Epsilon, float.Epsilon)]
    public void Log1pOfSpecialValues(float x, float expected) => Gives<Log1pFunction>(x, expected);

    [Fact]
    public void NegativeZeroIsToldFromZeroWhereTheResultDoes()
    {
        Gives<ExpFunction>(-0f, 1f);
        Gives<ExpM1Function>(-0f, -0f);
        Gives<TanhFunction>(-0f, -0f);
        Gives<SigmoidFunction>(-0f, 0.5f);
        Gives<LogFunction>(-0f, float.NegativeInfinity);
        Gives<Log1pFunction>(-0f, 0f);
    }

    [Fact]
    public void NaNOfAnyPayloadStaysNaN()
    {
        foreach (uint bits in new[] { 0x7FC0_0000u, 0xFFC0_0000u, 0x7FFF_FFFFu, 0xFFFF_FFFFu, 0x7FC0_0181u, 0x7F80_0001u, 0xFF80_0155u })
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            Gives<ExpFunction>(x, float.NaN);
            Gives<ExpM1Function>(x, float.NaN);
            Gives<TanhFunction>(x, float.NaN);
            Gives<SigmoidFunction>(x, float.NaN);
            Gives<LogFunction>(x, float.NaN);
            Gives<Log1pFunction>(x, float.NaN);
        }
    }

    [Fact]
    public void TanhIsOdd()
    {
        float[] x = Sample.WholeRange;
        float[] negated = Array.ConvertAll(x, value => -value);
        float[] y = Evaluate<TanhFunction>(x);
        float[] yOfNegated = Evaluate<TanhFunction>(negated);
        for (int i = 0; i < x.Length; i++)
        {
            if (!float.IsNaN(y[i]) && Bits(-y[i]) != Bits(yOfNegated[i]))
            {
                Assert.Fail($"tanh({x[i]:R}) = {y[i]:R}, tanh({-x[i]:R}) = {yOfNegated[i]:R}");
            }
        }
    }

    [Fact]
    public void NoneDecreasesOverStepsThatExceedItsError()
    {
        NeverDecreases<ExpFunction>(-110f, 0.01f);
        NeverDecreases<ExpM1Function>(-110f, 0.01f);
        NeverDecreases<TanhFunction>(-110f, 0.01f);
        NeverDecreases<SigmoidFunction>(-110f, 0.01f);
        NeverDecreases<LogFunction>(0f, 0.01f);
        NeverDecreases<Log1pFunction>(-1f, 0.01f);
    }

    [Fact]
    public void ValuesStayInRange()
    {
        foreach (float y in Evaluate<TanhFunction>(Sample.WholeRange))
        {
            Assert.False(Math.Abs(y) > 1f);
        }

        foreach (float y in Evaluate<SigmoidFunction>(Sample.WholeRange))
        {
            Assert.False(y < 0f || y > 1f);
        }

        foreach (float y in Evaluate<ExpFunction>(Sample.WholeRange))
        {
            Assert.False(y < 0f);
        }
    }

    private static float[] Evaluate<TFunction>(float[] x)
        where TFunction : struct, IFunction
    {
        float[] y = new float[x.Length];
        Map.Function<TLanes, TVector, TFunction>(x, y);
        return y;
    }

    private static void Gives<TFunction>(float x, float expected)
        where TFunction : struct, IFunction
    {
        float[] many = new float[16];
        Array.Fill(many, x);
        foreach (float actual in Evaluate<TFunction>(many))
        {
            Assert.True(
                float.IsNaN(expected) ? float.IsNaN(actual) : Bits(actual) == Bits(expected),
                $"{default(TFunction).Name}({x:R}) is {actual:R}, not {expected:R}");
        }
    }

    private static void NeverDecreases<TFunction>(float start, float step)
        where TFunction : struct, IFunction
    {
        float[] x = new float[22_000];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = start + (i * step);
        }

        float[] y = Evaluate<TFunction>(x);
        for (int i = 1; i < x.Length; i++)
        {
            if (!(y[i] >= y[i - 1]))
            {
                Assert.Fail($"{default(TFunction).Name} decreases from {y[i - 1]:R} at {x[i - 1]:R} to {y[i]:R} at {x[i]:R}");
            }
        }
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private void IsWithinItsBound<TFunction>()
        where TFunction : struct, IFunction
    {
        TFunction function = default;
        float[] x = Sample.WholeRange;
        float[] y = Evaluate<TFunction>(x);
        double[] exact = Reference<TFunction>.Values;
        double worst = 0;
        int at = 0;
        for (int i = 0; i < x.Length; i++)
        {
            // The nearest float is half an ulp off at most, and most results are that.
            double error = y[i] == (float)exact[i] ? 0 : Ulp.Distance(y[i], exact[i]);
            if (error > worst)
            {
                worst = error;
                at = i;
            }
        }

        double bound = FusedMultiplyAdd.IsLive<TLanes, TVector>() ? function.Bound : function.BoundWhenRoundedTwice;
        string message = $"{function.Name} errs by {worst:F4} ulp (allowed: {bound}) at {x[at]:R} (0x{Bits(x[at]):X8}): {y[at]:R} for {function.Exact(x[at]):R}";
        this.output.WriteLine(FusedMultiplyAdd.Description);
        this.output.WriteLine(message);
        Assert.True(worst <= bound, message);
    }
}
