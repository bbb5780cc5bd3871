using System;

namespace Backprop.Training;

/// <summary>Rows and what is wanted of them, targets or labels: the arguments of one call.</summary>
internal readonly ref struct RowsWithTargets
{
    private readonly ReadOnlySpan<float> _inputs;
    private readonly ReadOnlySpan<float> _targets;
    private readonly ReadOnlySpan<int> _labels;
    private readonly bool _hasLabels;

    public RowsWithTargets(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        _inputs = inputs;
        _targets = targets;
    }

    public RowsWithTargets(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        _inputs = inputs;
        _labels = labels;
        _hasLabels = true;
    }

    public ReadOnlySpan<float> Inputs => _inputs;

    /// <summary>The targets; empty: there are labels.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    public float Cost(INetwork network) => _hasLabels ? network.Cost(_inputs, _labels) : network.Cost(_inputs, _targets);

    public float Backward(INetwork network) => _hasLabels ? network.Backward(_inputs, _labels) : network.Backward(_inputs, _targets);

    public float Train(INetwork network, Optimizer optimizer) => _hasLabels ? network.Train(_inputs, _labels, optimizer) : network.Train(_inputs, _targets, optimizer);
}
