using System;
using System.Collections.Generic;
using System.Linq;
using Backprop;

namespace Mnist;

/// <summary>What a network says to digits.</summary>
internal sealed class Answers
{
    private readonly Answer[] _answers;

    public Answers(INetwork network, Dataset digits)
    {
        Digits = digits;
        _answers = new Answer[digits.Count];
        float[] outputs = new float[digits.Count * network.OutputSize];
        network.Forward(digits.Inputs, outputs);
        for (int i = 0; i < digits.Count; i++)
        {
            ReadOnlySpan<float> row = outputs.AsSpan(i * network.OutputSize, network.OutputSize);
            int first = IndexOfLargest(row, except: -1);
            int second = IndexOfLargest(row, except: first);
            _answers[i] = new Answer(i, digits.Labels[i], first, row[first], second, row[second]);
        }
    }

    /// <summary>The digits that were asked about.</summary>
    public Dataset Digits { get; }

    /// <summary>The answers, in the order of the digits.</summary>
    public IEnumerable<Answer> All => _answers;

    /// <summary>The wrong answers, in the order of the digits.</summary>
    public IEnumerable<Answer> Mistakes => _answers.Where(static answer => !answer.IsRight);

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
