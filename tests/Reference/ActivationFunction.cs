using System;

namespace Backprop.Reference;

/// <summary>The elementwise activations <c>g(z)</c> and their derivatives <c>g′(z)</c>. Softmax is not elementwise: see <see cref="Oracle"/>.</summary>
public static class ActivationFunction
{
    private const double LeakySlope = 0.01;
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double GeluCubic = 0.044715;

    private static readonly double GeluScale = Math.Sqrt(2 / Math.PI);

    /// <summary><c>g(z)</c>.</summary>
    public static double Value(Activation activation, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => Sigmoid(z),
        Activation.Tanh => Math.Tanh(z),
        Activation.Relu => z > 0 ? z : 0,
        Activation.LeakyRelu => z > 0 ? z : LeakySlope * z,
        Activation.Elu => z > 0 ? z : Elementary.ExpMinusOne(z),
        Activation.Selu => z > 0 ? SeluScale * z : SeluScale * SeluAlpha * Elementary.ExpMinusOne(z),
        Activation.Gelu => 0.5 * z * (1 + Math.Tanh(GeluInner(z))),
        Activation.Silu => z * Sigmoid(z),
        Activation.Softplus => Softplus(z),
        Activation.Softsign => z / (1 + Math.Abs(z)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "not an elementwise activation"),
    };

    /// <summary><c>g′(z)</c>.</summary>
    public static double Derivative(Activation activation, double z) => activation switch
    {
        Activation.Identity => 1,
        Activation.Sigmoid => Sigmoid(z) * Sigmoid(-z),
        Activation.Tanh => SechSquared(z),
        Activation.Relu => z > 0 ? 1 : 0,
        Activation.LeakyRelu => z > 0 ? 1 : LeakySlope,
        Activation.Elu => z > 0 ? 1 : Math.Exp(z),
        Activation.Selu => z > 0 ? SeluScale : SeluScale * SeluAlpha * Math.Exp(z),
        Activation.Gelu => (0.5 * (1 + Math.Tanh(GeluInner(z)))) + (0.5 * z * SechSquared(GeluInner(z)) * GeluInnerDerivative(z)),
        Activation.Silu => Sigmoid(z) + (z * Sigmoid(z) * Sigmoid(-z)),
        Activation.Softplus => Sigmoid(z),
        Activation.Softsign => 1 / ((1 + Math.Abs(z)) * (1 + Math.Abs(z))),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "not an elementwise activation"),
    };

    /// <summary><c>ln(1 + e^z)</c>, without overflow.</summary>
    internal static double Softplus(double z) => Math.Max(z, 0) + Elementary.LogOnePlus(Math.Exp(-Math.Abs(z)));

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double SechSquared(double z) => 1 / (Math.Cosh(z) * Math.Cosh(z));

    private static double GeluInner(double z) => GeluScale * (z + (GeluCubic * z * z * z));

    private static double GeluInnerDerivative(double z) => GeluScale * (1 + (3 * GeluCubic * z * z));
}
