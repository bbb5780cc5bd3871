using System;

namespace Backprop.Benchmarks;

/// <summary>How a training step uses its gradient.</summary>
public enum Rule
{
    /// <summary>Not at all: the gradient is the result.</summary>
    None,
    Sgd,
    Momentum,
    Adam,
}

/// <summary>The update rules as people write them.</summary>
internal static class ScalarRules
{
    public const float Momentum = 0.9f;
    public const float Beta1 = 0.9f;
    public const float Beta2 = 0.999f;
    public const float Epsilon = 1e-8f;

    /// <summary>Updates <paramref name="w"/> from its gradient; <paramref name="m"/> and <paramref name="v"/> are the state, of the first step 1.</summary>
    public static void Update(Rule rule, float rate, int step, float[] w, float[] g, float[] m, float[] v)
    {
        switch (rule)
        {
            case Rule.Sgd:
                for (int j = 0; j < w.Length; j++)
                {
                    w[j] -= rate * g[j];
                }

                break;
            case Rule.Momentum:
                for (int j = 0; j < w.Length; j++)
                {
                    m[j] = (Momentum * m[j]) + g[j];
                    w[j] -= rate * m[j];
                }

                break;
            case Rule.Adam:
                float correction1 = 1 - MathF.Pow(Beta1, step);
                float correction2 = 1 - MathF.Pow(Beta2, step);
                for (int j = 0; j < w.Length; j++)
                {
                    m[j] = (Beta1 * m[j]) + ((1 - Beta1) * g[j]);
                    v[j] = (Beta2 * v[j]) + ((1 - Beta2) * g[j] * g[j]);
                    w[j] -= rate * (m[j] / correction1) / (MathF.Sqrt(v[j] / correction2) + Epsilon);
                }

                break;
        }
    }
}
