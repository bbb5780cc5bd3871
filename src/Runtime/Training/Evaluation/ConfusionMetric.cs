using System;
using System.Runtime.CompilerServices;

namespace Backprop.Training;

/// <summary>Counts the rows of each class by the class that the outputs tell.</summary>
internal sealed class ConfusionMetric(ClassDecoder decoder) : Metric
{
    private readonly int[,] _counts = new int[decoder.ClassCount, decoder.ClassCount];

    public ConfusionMatrix ToMatrix() => new(_counts, decoder.ClassNames);

    /// <inheritdoc/>
    public override void Clear() => Array.Clear(_counts);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ReadOnlySpan<float> outputs, int first)
    {
        for (int row = first; !outputs.IsEmpty; row++)
        {
            _counts[decoder.Actual(row), decoder.Predicted(outputs[..decoder.OutputSize])]++;
            outputs = outputs[decoder.OutputSize..];
        }
    }
}
