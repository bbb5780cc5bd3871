using System;

namespace Backprop.Benchmarks;

/// <summary>The activations as people write them: plain loops and MathF.</summary>
internal static class ScalarActivations
{
    public static void Activate(Activation activation, Span<float> values)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = 1 / (1 + MathF.Exp(-values[i]));
                }

                break;
            case Activation.Tanh:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = MathF.Tanh(values[i]);
                }

                break;
            case Activation.Relu:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = MathF.Max(values[i], 0);
                }

                break;
            case Activation.Softmax:
                float largest = float.NegativeInfinity;
                foreach (float z in values)
                {
                    largest = MathF.Max(largest, z);
                }

                float sum = 0;
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = MathF.Exp(values[i] - largest);
                    sum += values[i];
                }

                for (int i = 0; i < values.Length; i++)
                {
                    values[i] /= sum;
                }

                break;
            default:
                throw new NotSupportedException(activation.ToString());
        }
    }

    /// <summary>The deltas of the last layer: of the squared error, or of cross-entropy with softmax.</summary>
    public static void OutputDelta(Activation activation, ReadOnlySpan<float> a, ReadOnlySpan<float> target, float weight, Span<float> delta)
    {
        for (int i = 0; i < delta.Length; i++)
        {
            delta[i] = weight * (activation == Activation.Softmax
                ? a[i] - target[i]
                : 2 * (a[i] - target[i]) * Derivative(activation, a[i]));
        }
    }

    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<float> a, Span<float> delta)
    {
        for (int i = 0; i < delta.Length; i++)
        {
            delta[i] *= Derivative(activation, a[i]);
        }
    }

    private static float Derivative(Activation activation, float a) => activation switch
    {
        Activation.Sigmoid => a * (1 - a),
        Activation.Tanh => 1 - (a * a),
        Activation.Relu => a > 0 ? 1 : 0,
        _ => throw new NotSupportedException(activation.ToString()),
    };
}
