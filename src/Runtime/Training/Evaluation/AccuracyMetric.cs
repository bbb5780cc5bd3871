using System;
using System.Runtime.CompilerServices;

namespace Backprop.Training;

/// <summary>Counts the rows whose class the outputs tell.</summary>
internal sealed class AccuracyMetric(ClassDecoder decoder) : Metric
{
    private int _correct;
    private int _rows;

    /// <summary>The share of such rows, 0 … 1.</summary>
    public double Accuracy => (double)_correct / _rows;

    /// <inheritdoc/>
    public override void Clear() => (_correct, _rows) = (0, 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ReadOnlySpan<float> outputs, int first)
    {
        for (int row = first; !outputs.IsEmpty; row++)
        {
            ReadOnlySpan<float> ofRow = outputs[..decoder.OutputSize];
            outputs = outputs[decoder.OutputSize..];
            _correct += decoder.Predicted(ofRow) == decoder.Actual(row) ? 1 : 0;
            _rows++;
        }
    }
}
