using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>
/// Goes through the rows of a data set and adds up their cost, and what a metric wants to know of the outputs: both from one forward pass of a
/// generated network. The memory is that of a block of rows, allocated once.
/// </summary>
internal sealed class EvaluationPass
{
    private const int MostRows = 1024;
    private const int LeastRows = 64;
    private const int MostOutputs = 1 << 16;

    // Multiply-adds that take some tenths of a millisecond at most.
    private const int NegligibleWork = 1 << 24;

    private readonly INetwork _network;
    private readonly Dataset _data;
    private readonly Metric _metric;
    private readonly bool _takesCost;
    private readonly bool _costIsSum;
    private readonly int _blockRows;
    private readonly float[] _outputs;
    private readonly float[] _costs;

    /// <summary>Allocates the memory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows, as the network takes them.</param>
    /// <param name="metric">Gets the outputs.</param>
    /// <param name="takesCost">Whether to compute the cost.</param>
    /// <param name="mostRows">The most rows between two looks at cancellation, unless they take no time worth mentioning.</param>
    public EvaluationPass(INetwork network, Dataset data, Metric metric, bool takesCost, int mostRows = MostRows)
    {
        _network = network;
        _data = data;
        _metric = metric;
        _takesCost = takesCost;
        _costIsSum = Declaration.Reduction(network) == Reduction.Sum;
        _blockRows = RowsOfBlock(data.Count, network.ParameterCount, network.OutputSize, mostRows);
        _outputs = new float[_blockRows * network.OutputSize];
        _costs = new float[takesCost ? _blockRows : 0];
    }

    /// <summary>The mean cost of a row, each times its weight: <c>(1/m) Σ w_k C_k</c>, whatever the network's reduction.</summary>
    public double Cost { get; private set; }

    /// <summary>The rows that are measured at a time.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="parameters">The parameters of the network.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="mostRows">See the constructor.</param>
    internal static int RowsOfBlock(int rows, int parameters, int outputs, int mostRows)
    {
        int most = Math.Min(MostRows, Math.Max(mostRows, NegligibleWork / parameters));
        return Math.Min(rows, Math.Min(most, Math.Max(LeastRows, MostOutputs / outputs)));
    }

    /// <summary>Goes through all rows.</summary>
    /// <param name="cancellation">Looked at before each block.</param>
    /// <param name="otherCancellation">Another one.</param>
    /// <returns>False if it was cancelled meanwhile: there are no results then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Run(CancellationToken cancellation, CancellationToken otherCancellation = default)
    {
        _metric.Clear();
        double cost = 0;
        for (int first = 0; first < _data.Count; first += _blockRows)
        {
            if (cancellation.IsCancellationRequested || otherCancellation.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(_blockRows, _data.Count - first);
            Span<float> outputs = _outputs.AsSpan(0, rows * _network.OutputSize);
            Measure(first, rows, outputs, ref cost);
            _metric.Add(outputs, first);
        }

        Cost = cost / _data.Count;
        return true;
    }

    private ReadOnlySpan<float> Inputs(int first, int rows) => _data.Inputs.Slice(first * _data.InputSize, rows * _data.InputSize);

    /// <summary>Writes the outputs of rows, and adds their costs, if those are wanted, each times its weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(int first, int rows, Span<float> outputs, ref double cost)
    {
        if (_takesCost && _network.Core is { } core)
        {
            Span<float> costs = _costs.AsSpan(0, rows);
            core.Cost(Inputs(first, rows), TargetsOf(first, rows), costs, outputs);
            for (int i = 0; i < costs.Length; i++)
            {
                // Row by row, so that the sum does not show where a block ended.
                cost += Weighted(first + i, costs[i]);
            }

            return;
        }

        _network.Forward(Inputs(first, rows), outputs);
        cost += _takesCost ? CostOfOther(first, rows) : 0;
    }

    /// <summary>The cost of rows of a network that was not generated.</summary>
    private double CostOfOther(int first, int rows)
    {
        if (!_data.HasWeights)
        {
            return SumOfCosts(first, rows);
        }

        double sum = 0;
        for (int row = first; row < first + rows; row++)
        {
            sum += Weighted(row, SumOfCosts(row, 1));
        }

        return sum;
    }

    /// <summary>With a weight of 0 a row does not count, whatever its cost.</summary>
    private double Weighted(int row, double cost)
        => !_data.HasWeights ? cost : _data.Weights[row] == 0f ? 0 : _data.Weights[row] * cost;

    private double SumOfCosts(int first, int rows)
    {
        double cost = _data.HasLabels
            ? _network.Cost(Inputs(first, rows), _data.Labels.Slice(first, rows))
            : _network.Cost(Inputs(first, rows), _data.Targets.Slice(first * _data.TargetSize, rows * _data.TargetSize));
        return _costIsSum ? cost : cost * rows;
    }

    private Targets TargetsOf(int first, int rows)
        => _data.HasLabels
            ? Targets.FromLabels(_data.Labels.Slice(first, rows))
            : Targets.FromRows(_data.Targets.Slice(first * _data.TargetSize, rows * _data.TargetSize));
}
