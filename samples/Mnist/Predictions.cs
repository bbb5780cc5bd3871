using System;
using System.Collections.Generic;
using System.Linq;
using Backprop;

namespace Mnist;

/// <summary>What a network takes digits for.</summary>
internal sealed class Predictions
{
    private readonly Prediction[] _predictions;

    public Predictions(INetwork network, Dataset digits)
    {
        Digits = digits;
        _predictions = new Prediction[digits.Count];
        float[] outputs = new float[digits.Count * network.OutputSize];
        network.Forward(digits.Inputs, outputs);
        for (int i = 0; i < digits.Count; i++)
        {
            ReadOnlySpan<float> row = outputs.AsSpan(i * network.OutputSize, network.OutputSize);
            int first = IndexOfLargest(row, except: -1);
            int second = IndexOfLargest(row, except: first);
            _predictions[i] = new Prediction(i, digits.Labels[i], first, row[first], second, row[second]);
        }
    }

    /// <summary>The digits.</summary>
    public Dataset Digits { get; }

    /// <summary>The predictions, in the order of the digits.</summary>
    public IEnumerable<Prediction> All => _predictions;

    /// <summary>The wrong predictions, in the order of the digits.</summary>
    public IEnumerable<Prediction> Mistakes => _predictions.Where(static prediction => !prediction.IsRight);

    private static int IndexOfLargest(ReadOnlySpan<float> values, int except)
    {
        int best = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (i != except && (best < 0 || values[i] > values[best]))
            {
                best = i;
            }
        }

        return best;
    }
}
