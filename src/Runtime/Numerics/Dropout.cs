using System.ComponentModel;

namespace Backprop.Numerics;

/// <summary>
/// Which outputs of the hidden layers one training step drops: a function of a seed, the number of the step, the row and the neuron, so that
/// nothing else shows: no thread, no block of rows, no vector width.
/// </summary>
/// <remarks>
/// Inverted dropout (N. Srivastava et al.: Dropout: a simple way to prevent neural networks from overfitting, JMLR 15, 2014): what is kept
/// is multiplied by <c>1 / (1 − p)</c>, so that the expected output is that without dropout.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Dropout
{
    // A random number has 24 bits: as many as a float represents exactly.
    private const int Numbers = 1 << 24;

    /// <summary>The draws of one step.</summary>
    /// <param name="rate"><c>p</c>, 0 … below 1: the probability of each output to be dropped, to the nearest 2⁻²⁴.</param>
    /// <param name="seed">The seed of the network.</param>
    /// <param name="step">The number of the step, from 0.</param>
    public Dropout(float rate, ulong seed, ulong step)
    {
        int dropped = (int)(((double)rate * Numbers) + 0.5);
        FirstKept = dropped - (Numbers / 2);
        Scale = (float)((double)Numbers / (Numbers - dropped));
        Seed = seed;
        Step = step;
    }

    /// <summary>The smallest number that keeps an output, of −2²³ … 2²³ − 1.</summary>
    internal float FirstKept { get; }

    /// <summary><c>1 / (1 − p)</c>.</summary>
    internal float Scale { get; }

    /// <summary>The seed of the network.</summary>
    internal ulong Seed { get; }

    /// <summary>The number of the step, from 0.</summary>
    internal ulong Step { get; }
}
