using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Backprop.Training;

/// <summary>
/// Goes through the rows of a data set and adds up their cost, and what a tally wants to know of the outputs. The memory is that of a
/// block of rows, allocated once.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="data">The rows.</param>
/// <param name="tally">Gets the outputs; null: nobody wants them.</param>
/// <param name="takesCost">Whether to compute the cost.</param>
internal sealed class EvaluationPass(INetwork network, Dataset data, OutputTally? tally, bool takesCost)
{
    private const int MostRows = 1024;
    private const int LeastRows = 64;
    private const int MostOutputs = 1 << 16;

    private readonly float[] _outputs = tally is null ? [] : new float[BlockRows(network, data) * network.OutputSize];
    private readonly int _blockRows = BlockRows(network, data);
    private readonly bool _costIsSum = Declaration.Reduction(network) == Reduction.Sum;

    /// <summary>The mean cost of a row, each times its weight: <c>(1/m) Σ w_k C_k</c>, whatever the network's reduction.</summary>
    public double Cost { get; private set; }

    /// <summary>Goes through all rows.</summary>
    /// <param name="cancellation">Looked at before each block.</param>
    /// <param name="otherCancellation">Another one.</param>
    /// <returns>False if it was cancelled meanwhile: there are no results then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Run(CancellationToken cancellation, CancellationToken otherCancellation = default)
    {
        tally?.Clear();
        double cost = 0;
        for (int first = 0; first < data.Count; first += _blockRows)
        {
            if (cancellation.IsCancellationRequested || otherCancellation.IsCancellationRequested)
            {
                return false;
            }

            int rows = Math.Min(_blockRows, data.Count - first);
            if (takesCost)
            {
                cost += data.HasWeights ? WeightedCost(first, rows) : SumOfCosts(first, rows);
            }

            if (tally is not null)
            {
                Span<float> outputs = _outputs.AsSpan(0, rows * network.OutputSize);
                network.Forward(Inputs(first, rows), outputs);
                tally.Add(outputs, first);
            }
        }

        Cost = cost / data.Count;
        return true;
    }

    // Decided by the sizes alone: the cost is rounded once a block.
    private static int BlockRows(INetwork network, Dataset data)
        => Math.Min(data.Count, Math.Clamp(MostOutputs / network.OutputSize, LeastRows, MostRows));

    private ReadOnlySpan<float> Inputs(int first, int rows) => data.Inputs.Slice(first * data.InputSize, rows * data.InputSize);

    private double SumOfCosts(int first, int rows)
    {
        double cost = data.HasLabels
            ? network.Cost(Inputs(first, rows), data.Labels.Slice(first, rows))
            : network.Cost(Inputs(first, rows), data.Targets.Slice(first * data.TargetSize, rows * data.TargetSize));
        return _costIsSum ? cost : cost * rows;
    }

    // The cost of one row is the same by either reduction.
    private double WeightedCost(int first, int rows)
    {
        double sum = 0;
        for (int row = first; row < first + rows; row++)
        {
            sum += data.Weights[row] * SumOfCosts(row, 1);
        }

        return sum;
    }
}
