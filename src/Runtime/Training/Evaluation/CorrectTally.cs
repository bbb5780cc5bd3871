using System;
using System.Runtime.CompilerServices;

namespace Backprop.Training;

/// <summary>Counts the rows whose class the outputs tell.</summary>
internal sealed class CorrectTally : OutputTally
{
    private readonly Answers _answers;
    private int _correct;
    private int _rows;

    private CorrectTally(Answers answers) => _answers = answers;

    /// <summary>The share of such rows, 0 … 1.</summary>
    public double Accuracy => (double)_correct / _rows;

    /// <summary>A tally for these rows.</summary>
    /// <returns>Null if they have no classes.</returns>
    public static CorrectTally? For(INetwork network, Dataset data) => Answers.Of(network, data) is { } answers ? new CorrectTally(answers) : null;

    /// <inheritdoc/>
    public override void Clear() => (_correct, _rows) = (0, 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ReadOnlySpan<float> outputs, int first)
    {
        for (int row = first; !outputs.IsEmpty; row++)
        {
            ReadOnlySpan<float> ofRow = outputs[.._answers.OutputSize];
            outputs = outputs[_answers.OutputSize..];
            _correct += _answers.Predicted(ofRow) == _answers.Actual(row) ? 1 : 0;
            _rows++;
        }
    }
}
