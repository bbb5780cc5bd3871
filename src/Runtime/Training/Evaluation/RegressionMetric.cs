using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Backprop.Training;

/// <summary>Sums the errors of each output, in double precision and in ascending order of the rows.</summary>
internal sealed class RegressionMetric : Metric
{
    private readonly Dataset _data;
    private readonly double[] _squares;
    private readonly double[] _magnitudes;

    public RegressionMetric(Dataset data)
    {
        _data = data;
        _squares = new double[data.TargetSize];
        _magnitudes = new double[data.TargetSize];
    }

    /// <summary>The mean over rows and outputs.</summary>
    public double MeanSquaredError => Mean(_squares);

    /// <inheritdoc cref="MeanSquaredError"/>
    public double MeanAbsoluteError => Mean(_magnitudes);

    /// <inheritdoc/>
    public override void Clear()
    {
        Array.Clear(_squares);
        Array.Clear(_magnitudes);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(ReadOnlySpan<float> outputs, int first)
    {
        int width = _data.TargetSize;
        ReadOnlySpan<float> targets = _data.Targets.Slice(first * width, outputs.Length);
        for (int i = 0, output = 0; i < outputs.Length; i++)
        {
            double error = (double)outputs[i] - targets[i];
            _squares[output] += error * error;
            _magnitudes[output] += Math.Abs(error);
            output = output + 1 == width ? 0 : output + 1;
        }
    }

    public OutputScore[] ToScores()
    {
        OutputScore[] scores = new OutputScore[_data.TargetSize];
        for (int output = 0; output < scores.Length; output++)
        {
            string name = _data.TargetNames.Count > 0 ? _data.TargetNames[output] : output.ToString(CultureInfo.InvariantCulture);
            scores[output] = new OutputScore(name, _squares[output] / _data.Count, _magnitudes[output] / _data.Count, R2(_squares[output], Spread(output)));
        }

        return scores;
    }

    private double Mean(double[] sums)
    {
        double sum = 0;
        foreach (double ofOutput in sums)
        {
            sum += ofOutput / _data.Count;
        }

        return sum / sums.Length;
    }

    // With targets that are all the same, scikit-learn has 1 for no error and 0 for any.
    private static double R2(double squares, double spread)
        => spread > 0 ? 1 - (squares / spread) : squares == 0 ? 1 : 0;

    /// <summary><c>Σ (y − ȳ)²</c> of one output. The mean first: the difference of two large sums would cancel.</summary>
    private double Spread(int output)
    {
        ReadOnlySpan<float> targets = _data.Targets;
        double mean = 0;
        for (int i = output; i < targets.Length; i += _data.TargetSize)
        {
            mean += targets[i];
        }

        mean /= _data.Count;
        double spread = 0;
        for (int i = output; i < targets.Length; i += _data.TargetSize)
        {
            spread += (targets[i] - mean) * (targets[i] - mean);
        }

        return spread;
    }
}
