using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace Backprop.Runtime.Tests.Optimizers;

/// <summary>Each rule that PyTorch has, step by step, against what PyTorch printed: <c>fixtures/pytorch.py</c>.</summary>
public sealed class PyTorchTests
{
    private static readonly float[] Scales = [0.1f, 1f, 10f, 1f, 0f];

    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Optimizers", "fixtures", "pytorch.tsv")).Skip(1).Select(static line => line.Split('\t'))];

    [Theory]
    [InlineData("AdaGrad")]
    [InlineData("RmsProp")]
    [InlineData("RmsPropMomentum")]
    [InlineData("AdamW")]
    [InlineData("Nadam")]
    [InlineData("Rprop")]
    [InlineData("SgdL2")]
    public void EveryStepIsThatOfPyTorch(string rule)
    {
        Optimizer optimizer = Create(rule);
        var network = new FakeNetwork(Scales.Length);
        for (int i = 0; i < Scales.Length; i++)
        {
            network.Parameters[i] = (0.5f * i) - 1f;
        }

        string[][] rows = [.. Rows.Where(row => row[0] == rule)];
        Assert.Equal(24, rows.Length);
        for (int step = 1; step <= rows.Length; step++)
        {
            for (int i = 0; i < Scales.Length; i++)
            {
                network.Gradients[i] = (float)(Math.Sin((1.7 * step) + (2.3 * i) + 0.4) * Scales[i]);
            }

            optimizer.Step(network);
            for (int i = 0; i < Scales.Length; i++)
            {
                double expected = double.Parse(rows[step - 1][2 + i], CultureInfo.InvariantCulture);
                Assert.Equal(expected, network.Parameters[i], 3e-6);
            }

            if (step == 10)
            {
                optimizer.LearningRate /= 2;
            }
        }
    }

    private static Optimizer Create(string rule) => rule switch
    {
        "AdaGrad" => new AdaGrad(0.25f, 1e-10f),
        "RmsProp" => new RmsProp(0.03125f, 0.875f, epsilon: 0.0009765625f),
        "RmsPropMomentum" => new RmsProp(0.03125f, 0.875f, 0.75f, 0.0009765625f),
        "AdamW" => new AdamW(0.0625f, 0.875f, 0.984375f, 0.0009765625f) { WeightDecay = 0.25f },
        "Nadam" => new Nadam(0.0625f, 0.875f, 0.984375f, 0.0009765625f),
        "Rprop" => new Rprop(0.0625f, 0.5f, 1.25f, 0.0078125f, 0.25f),
        "SgdL2" => new Sgd(0.0625f, 0.75f) { L2 = 0.125f },
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
