using System;

namespace Backprop.Benchmarks;

/// <summary>A generated network, the scalar one with the same parameters, and rows for both. The two must agree.</summary>
internal sealed class Pair<TNetwork>
    where TNetwork : INetwork
{
    private const float Tolerance = 1e-4f;
    private const float VisibleStep = 20 * Tolerance;

    public Pair(TNetwork network, int[] sizes, Activation[] activations, int rows)
    {
        Network = network;
        Scalar = new ScalarNetwork(network, sizes, activations);
        Rows = new Rows(network, rows);
        DemandAgreement();
    }

    public TNetwork Network { get; }

    public ScalarNetwork Scalar { get; }

    public Rows Rows { get; }

    /// <summary>
    /// Throws unless both give the same outputs, and others than before: a step too small to be seen would prove nothing about gradients.
    /// </summary>
    public void DemandAgreementAfterStep()
    {
        float[] before = Rows.Outputs.AsSpan().ToArray();
        DemandAgreement();
        float largest = 0;
        for (int i = 0; i < before.Length; i++)
        {
            largest = MathF.Max(largest, MathF.Abs(Rows.Outputs[i] - before[i]));
        }

        if (!(largest >= VisibleStep))
        {
            throw new InvalidOperationException($"{typeof(TNetwork).Name}: expected a step to move an output by {VisibleStep}, got {largest}");
        }
    }

    /// <summary>Throws unless both give the same outputs for the rows: else a comparison of their times would mean nothing.</summary>
    public void DemandAgreement()
    {
        Network.Forward(Rows.Inputs, Rows.Outputs);
        for (int row = 0; row < Rows.InputRows.Length; row++)
        {
            float[] expected = Scalar.Forward(Rows.InputRows[row]);
            for (int i = 0; i < expected.Length; i++)
            {
                float actual = Rows.Outputs[(row * expected.Length) + i];
                if (!(MathF.Abs(expected[i] - actual) <= Tolerance))
                {
                    throw new InvalidOperationException($"{typeof(TNetwork).Name}, row {row}, output {i}: expected {expected[i]}, got {actual}");
                }
            }
        }
    }
}
