using System;
using System.Runtime.CompilerServices;

namespace Backprop.Training;

/// <summary>Counts the rows of each class by the class that the outputs tell.</summary>
internal sealed class ConfusionTally(Answers answers) : OutputTally
{
    private readonly int[,] _counts = new int[answers.ClassCount, answers.ClassCount];

    public ConfusionMatrix ToMatrix() => new(_counts, answers.ClassNames);

    /// <inheritdoc/>
    public override void Clear() => Array.Clear(_counts);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ReadOnlySpan<float> outputs, int first)
    {
        for (int row = first; !outputs.IsEmpty; row++)
        {
            _counts[answers.Actual(row), answers.Predicted(outputs[..answers.OutputSize])]++;
            outputs = outputs[answers.OutputSize..];
        }
    }
}
