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

    /// <summary>Updates <paramref name="w"/> from its gradient; <paramref name="m"/> and <paramref name="v"/> are the state; the first step is 1.</summary>
    public static void Update(Rule rule, float rate, int step, float[] w, float[] g, float[] m, float[] v)
    {
        switch (rule)
        {
            case Rule.Sgd:
                UpdateSgd(rate, w, g);
                break;
            case Rule.Momentum:
                UpdateMomentum(rate, w, g, m);
                break;
            case Rule.Adam:
                UpdateAdam(rate, step, w, g, m, v);
                break;
        }
    }

    private static void UpdateSgd(float rate, float[] w, float[] g)
    {
        for (int j = 0; j < w.Length; j++)
        {
            w[j] -= rate * g[j];
        }
    }

    private static void UpdateMomentum(float rate, float[] w, float[] g, float[] m)
    {
        for (int j = 0; j < w.Length; j++)
        {
            m[j] = (Momentum * m[j]) + g[j];
            w[j] -= rate * m[j];
        }
    }

    private static void UpdateAdam(float rate, int step, float[] w, float[] g, float[] m, float[] v)
    {
        float correction1 = 1 - MathF.Pow(Beta1, step);
        float correction2 = 1 - MathF.Pow(Beta2, step);
        for (int j = 0; j < w.Length; j++)
        {
            m[j] = (Beta1 * m[j]) + ((1 - Beta1) * g[j]);
            v[j] = (Beta2 * v[j]) + ((1 - Beta2) * g[j] * g[j]);
            w[j] -= rate * (m[j] / correction1) / (MathF.Sqrt(v[j] / correction2) + Epsilon);
        }
    }
}
