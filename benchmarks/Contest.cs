using System;
using System.Collections.Generic;
using Backprop.Figures;

namespace Backprop.Benchmarks;

/// <summary>A generated network and its rivals with the same parameters and rows. All must agree.</summary>
internal sealed class Contest
{
    private const float Tolerance = 1e-4f;
    private const float VisibleStep = 20 * Tolerance;
    private const int CheckSteps = 3;

    // So small that a run of millions of steps stays where the numbers are ordinary.
    private const float Rate = 1e-4f;

    // So large that the steps show in the outputs, far beyond rounding.
    private const float SgdCheckRate = 0.02f;
    private const float AdamCheckRate = 0.001f;

    private readonly INetwork _network;
    private readonly Rows _rows;
    private readonly bool _labelled;
    private readonly Rule _rule;
    private readonly Optimizer _optimizer;

    public Contest(INetwork network, Shape shape, int rowCount, Rule rule)
    {
        _network = network;
        _rule = rule;
        _rows = Rows.Random(network, rowCount);
        _labelled = shape.Activations[^1] == Activation.Softmax;
        _optimizer = rule switch
        {
            Rule.Adam => new Adam(AdamCheckRate),
            Rule.Momentum => new Sgd(SgdCheckRate, ScalarRules.Momentum),
            _ => new Sgd(SgdCheckRate),
        };

        float[] targets = _labelled ? OneOfN(_rows.Labels, network.OutputSize) : _rows.Targets;
        Scalar = new ScalarNetwork(network, shape, _rows.Inputs, targets);
        Tensors = new TensorNetwork(network, shape, _rows.Inputs, targets);
        MathNet = new MathNetNetwork(network, shape, _rows.Inputs, targets);
        DemandAgreement();
    }

    public IRival Scalar { get; }

    public IRival Tensors { get; }

    public IRival MathNet { get; }

    public IEnumerable<(string Name, IRival Rival)> Rivals => [("scalar C#", Scalar), ("TensorPrimitives", Tensors), ("MathNet.Numerics", MathNet)];

    public void Forward() => _network.Forward(_rows.Inputs, _rows.Outputs);

    /// <summary>What is measured: a step, or the gradient alone.</summary>
    public float Train()
    {
        if (_rule != Rule.None)
        {
            return Step();
        }

        _network.ZeroGradients();
        return _labelled ? _network.Backward(_rows.Inputs, _rows.Labels) : _network.Backward(_rows.Inputs, _rows.Targets);
    }

    public void Train(IRival rival) => rival.Train(_rule, Rate);

    /// <summary>
    /// Throws unless all give the same outputs after some steps, and others than before: steps too small to be seen would prove nothing
    /// about gradients. A gradient that is measured alone is checked by gradient descent.
    /// </summary>
    public void DemandAgreementOfSteps()
    {
        float[] before = _rows.Outputs.AsSpan().ToArray();
        Rule rule = _rule == Rule.None ? Rule.Sgd : _rule;
        for (int step = 0; step < CheckSteps; step++)
        {
            Step();
            foreach ((_, IRival rival) in Rivals)
            {
                rival.Train(rule, _optimizer.LearningRate);
            }
        }

        DemandAgreement();
        float largest = 0;
        for (int i = 0; i < before.Length; i++)
        {
            largest = MathF.Max(largest, MathF.Abs(_rows.Outputs[i] - before[i]));
        }

        if (!(largest >= VisibleStep))
        {
            throw new InvalidOperationException($"{_network.GetType().Name}: expected the steps to move an output by {VisibleStep}, got {largest}");
        }

        _optimizer.LearningRate = Rate;
    }

    private float Step() =>
        _labelled ? _network.Train(_rows.Inputs, _rows.Labels, _optimizer) : _network.Train(_rows.Inputs, _rows.Targets, _optimizer);

    /// <summary>Throws unless all give the same outputs for the rows: else a comparison of their times would mean nothing.</summary>
    private void DemandAgreement()
    {
        Forward();
        foreach ((string name, IRival rival) in Rivals)
        {
            ReadOnlySpan<float> outputs = rival.Forward();
            for (int i = 0; i < outputs.Length; i++)
            {
                if (!(MathF.Abs(outputs[i] - _rows.Outputs[i]) <= Tolerance))
                {
                    throw new InvalidOperationException(
                        $"{_network.GetType().Name}, output {i} of all rows: {name} gives {outputs[i]}, generated {_rows.Outputs[i]}");
                }
            }
        }
    }

    private static float[] OneOfN(int[] labels, int outputs)
    {
        float[] targets = new float[labels.Length * outputs];
        for (int row = 0; row < labels.Length; row++)
        {
            targets[(row * outputs) + labels[row]] = 1;
        }

        return targets;
    }
}
