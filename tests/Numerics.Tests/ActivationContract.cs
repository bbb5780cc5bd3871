using System;
using Backprop.Numerics.Tests.Support;
using Xunit;

namespace Backprop.Numerics.Tests;

/// <summary>The activations, value and derivative, against their formulas in double precision, for one width.</summary>
public abstract class ActivationContract<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Relative to the larger of the value and this floor; half a unit in the last place is 6e-8.</summary>
    private const double Tolerance = 5e-7;

    private const double GeluSlope = 1.5957691216057308;
    private const double GeluCubic = 0.044715;
    private const double SeluScale = 1.0507009873554805;
    private const double SeluAlpha = 1.6732632423543772;

    /// <summary>Arguments without a kink of an activation at them.</summary>
    private static readonly float[] Arguments =
    [
        -1e30f, -1e10f, -120f, -100f, -50f, -20f, -10f, -5f, -3f, -2f, -1.2784645f, -1f, -0.7f, -0.5f, -0.1f, -1e-3f, -1e-6f, -1e-20f, -1e-40f,
        1e-40f, 1e-20f, 1e-6f, 1e-3f, 0.1f, 0.5f, 0.7f, 1f, 2f, 3f, 5f, 10f, 20f, 50f, 88f, 89f, 100f, 120f, 1e10f, 1e30f,
    ];

    [Fact]
    public void Identity() => Agrees<IdentityActivation>(z => z, _ => 1);

    [Fact]
    public void Sigmoid() => Agrees<SigmoidActivation>(Logistic, z => Logistic(z) * Logistic(-z), derivativeFloor: 1);

    [Fact]
    public void Tanh() => Agrees<TanhActivation>(Math.Tanh, z => 1 - (Math.Tanh(z) * Math.Tanh(z)), derivativeFloor: 1);

    [Fact]
    public void Relu() => Agrees<ReluActivation>(z => Math.Max(z, 0), z => z > 0 ? 1 : 0);

    [Fact]
    public void LeakyRelu() => Agrees<LeakyReluActivation>(z => z > 0 ? z : 0.01 * z, z => z > 0 ? 1 : 0.01);

    [Fact]
    public void Elu() => Agrees<EluActivation>(z => z > 0 ? z : ExpM1(z), z => z > 0 ? 1 : Math.Exp(z), derivativeFloor: 1);

    [Fact]
    public void Selu() => Agrees<SeluActivation>(
        z => SeluScale * (z > 0 ? z : SeluAlpha * ExpM1(z)), z => SeluScale * (z > 0 ? 1 : SeluAlpha * Math.Exp(z)), derivativeFloor: 1);

    [Fact]
    public void Gelu() => Agrees<GeluActivation>(ExactGelu, ExactGeluDerivative, valueFloor: 0.1, derivativeFloor: 1);

    [Fact]
    public void GeluIsRelativelyExactWhereItIsSmall()
    {
        for (int i = 0; i <= 1000; i++)
        {
            // The rounding error of the sigmoid's exponent is a relative error of its value.
            float z = -9f + (i * 0.009f);
            double exponent = GeluSlope * (z + (GeluCubic * z * z * z));
            double tolerance = 2e-7 * (2 + Math.Abs(exponent));
            Assert.InRange(At<GeluActivation>(z).Value - ExactGelu(z), -tolerance * Math.Abs(ExactGelu(z)), tolerance * Math.Abs(ExactGelu(z)));
        }
    }

    // A subnormal sigmoid has few bits left when it is multiplied.
    [Fact]
    public void Silu() => Agrees<SiluActivation>(
        z => z * Logistic(z), z => Logistic(z) * (1 + (Math.Clamp(z, -1000, 1000) * Logistic(-z))), valueFloor: 1e-30, derivativeFloor: 1);

    [Fact]
    public void Softplus() => Agrees<SoftplusActivation>(z => Math.Max(z, 0) + Log1p(Math.Exp(-Math.Abs(z))), Logistic);

    [Fact]
    public void Softsign() => Agrees<SoftsignActivation>(z => z / (1 + Math.Abs(z)), z => 1 / ((1 + Math.Abs(z)) * (1 + Math.Abs(z))), derivativeFloor: 1);

    [Fact]
    public void TheDerivativeAtAKinkIsThatOfTheNegativeSide()
    {
        Assert.Equal(0f, At<ReluActivation>(0f).Derivative);
        Assert.Equal(0.01f, At<LeakyReluActivation>(0f).Derivative);
        Assert.Equal(1f, At<EluActivation>(0f).Derivative);
        Assert.Equal((float)(SeluScale * SeluAlpha), At<SeluActivation>(0f).Derivative);
        Assert.Equal(0f, At<ReluActivation>(-0f).Derivative);
        Assert.Equal(0.01f, At<LeakyReluActivation>(-0f).Derivative);
    }

    [Fact]
    public void ValuesAtZero()
    {
        Assert.Equal(0f, At<IdentityActivation>(0f).Value);
        Assert.Equal(0.5f, At<SigmoidActivation>(0f).Value);
        Assert.Equal(0f, At<TanhActivation>(0f).Value);
        Assert.Equal(0f, At<ReluActivation>(0f).Value);
        Assert.Equal(0f, At<LeakyReluActivation>(0f).Value);
        Assert.Equal(0f, At<EluActivation>(0f).Value);
        Assert.Equal(0f, At<SeluActivation>(0f).Value);
        Assert.Equal(0f, At<GeluActivation>(0f).Value);
        Assert.Equal(0f, At<SiluActivation>(0f).Value);
        Assert.Equal(0.6931472f, At<SoftplusActivation>(0f).Value, 1e-7f);
        Assert.Equal(0f, At<SoftsignActivation>(0f).Value);
    }

    [Fact]
    public void NaNComesThroughEveryValue()
    {
        Assert.True(float.IsNaN(At<IdentityActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<SigmoidActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<TanhActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<ReluActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<LeakyReluActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<EluActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<SeluActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<GeluActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<SiluActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<SoftplusActivation>(float.NaN).Value));
        Assert.True(float.IsNaN(At<SoftsignActivation>(float.NaN).Value));
    }

    [Fact]
    public void DerivativesThatReadTheValueAloneLeaveZAlone()
    {
        ReadsOnlyTheValue<IdentityActivation>();
        ReadsOnlyTheValue<SigmoidActivation>();
        ReadsOnlyTheValue<TanhActivation>();
        ReadsOnlyTheValue<ReluActivation>();
        ReadsOnlyTheValue<LeakyReluActivation>();
        ReadsOnlyTheValue<EluActivation>();
        ReadsOnlyTheValue<SeluActivation>();
        ReadsOnlyTheValue<SoftsignActivation>();
    }

    private static (float Value, float Derivative) At<TActivation>(float z)
        where TActivation : struct, IActivation => Map.Activation<TLanes, TVector, TActivation>(z);

    private static void ReadsOnlyTheValue<TActivation>()
        where TActivation : struct, IActivation
    {
        TLanes lanes = default;
        foreach (float z in Arguments)
        {
            (float a, float expected) = At<TActivation>(z);
            TVector derivative = default(TActivation).Derivative<TLanes, TVector>(lanes.Create(float.NaN), lanes.Create(a));
            Assert.Equal(expected, lanes.Max(derivative));
        }
    }

    private static void Agrees<TActivation>(Func<double, double> value, Func<double, double> derivative, double valueFloor = 1e-37, double derivativeFloor = 1e-37)
        where TActivation : struct, IActivation
    {
        foreach (float z in Arguments)
        {
            (float a, float gradient) = At<TActivation>(z);
            IsClose(value(z), a, valueFloor, $"g({z:R})");
            IsClose(derivative(z), gradient, derivativeFloor, $"g'({z:R})");
        }

        for (int i = -1200; i <= 1200; i++)
        {
            // Halfway between multiples of 0.01: the step never crosses a kink.
            float z = (i + 0.5f) * 0.01f;
            (float a, float gradient) = At<TActivation>(z);
            IsClose(value(z), a, valueFloor, $"g({z:R})");
            IsClose(derivative(z), gradient, derivativeFloor, $"g'({z:R})");

            double step = 1e-4;
            double difference = (value(z + step) - value(z - step)) / (2 * step);
            Assert.True(Math.Abs(difference - gradient) <= 1e-6, $"g'({z:R}) is {gradient:R}, and the difference {difference:R}");
        }
    }

    private static void IsClose(double expected, float actual, double floor, string what)
    {
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(Math.Abs(expected), floor), $"{what} is {actual:R}, not {expected:R}");
    }

    private static double ExactGelu(double z) => z * Logistic(GeluSlope * (z + (GeluCubic * z * z * z)));

    private static double ExactGeluDerivative(double z)
    {
        z = Math.Clamp(z, -30, 30);
        double exponent = GeluSlope * (z + (GeluCubic * z * z * z));
        return Logistic(exponent) + (z * Logistic(exponent) * Logistic(-exponent) * GeluSlope * (1 + (3 * GeluCubic * z * z)));
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double ExpM1(double x) => default(Functions.ExpM1Function).Exact(x);

    private static double Log1p(double x) => default(Functions.Log1pFunction).Exact(x);
}
