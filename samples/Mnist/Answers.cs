using System;
using System.Collections.Generic;
using Backprop;

namespace Mnist;

/// <summary>What a network says to digits.</summary>
internal sealed class Answers
{
    private readonly List<Mistake> _mistakes = [];

    public Answers(INetwork network, Digits digits)
    {
        Digits = digits;
        float[] outputs = new float[digits.Count * network.OutputSize];
        network.Forward(digits.Images, outputs);
        for (int i = 0; i < digits.Count; i++)
        {
            ReadOnlySpan<float> row = outputs.AsSpan(i * network.OutputSize, network.OutputSize);
            int first = IndexOfLargest(row, except: -1);
            if (first != digits.Labels[i])
            {
                int second = IndexOfLargest(row, except: first);
                _mistakes.Add(new Mistake(i, digits.Labels[i], first, row[first], second, row[second]));
            }
        }
    }

    /// <summary>The digits that were asked about.</summary>
    public Digits Digits { get; }

    /// <summary>The wrong answers, in the order of the digits.</summary>
    public IReadOnlyList<Mistake> Mistakes => _mistakes;

    /// <summary>The share of right answers, 0 … 1.</summary>
    public double Accuracy => 1.0 - ((double)_mistakes.Count / Digits.Count);

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
