using System;

namespace Backprop.Figures;

/// <summary>What a call does to the rows it is given.</summary>
internal enum Work
{
    /// <summary>The outputs.</summary>
    Forward,

    /// <summary>The gradient, without an update.</summary>
    Gradient,

    /// <summary>The gradient and the update.</summary>
    Step,
}

/// <summary>One line of the output: a call of a public member of a network, and what the call costs in theory.</summary>
/// <param name="Network">The sizes, and what else tells it from others.</param>
/// <param name="Work">What is done.</param>
/// <param name="Rule">The update rule, or nothing.</param>
/// <param name="RowCount">Rows in a call.</param>
/// <param name="Sizes">The input size and the size of each layer.</param>
/// <param name="Run">Makes the call so many times.</param>
internal sealed record Figure(string Network, Work Work, string Rule, int RowCount, int[] Sizes, Action<int> Run)
{
    // A core's first-level cache holds less; then memory bounds a pass over the weights for one row.
    private const double FirstLevelBytes = 32 * 1024;

    /// <summary>How many threads make the call.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many calls <see cref="Run"/> makes for each that it is asked for.</summary>
    public int CallsPerRun { get; init; } = 1;

    /// <summary>For the output and the filter.</summary>
    public string WorkName => Rule.Length == 0 ? Work.ToString().ToLowerInvariant() : $"{Work.ToString().ToLowerInvariant()} {Rule}";

    /// <summary>
    /// Floating-point operations in a call: two for each weight and row, in the forward pass, in the weight gradient, and in the deltas
    /// of all layers but the first, whose inputs need none.
    /// </summary>
    public double Operations => 2.0 * RowCount * (Work == Work.Forward ? Weights : (3 * Weights) - FirstWeights);

    /// <summary>
    /// Bytes that a call for one row moves at least: each weight is read by the forward pass, by the deltas of all layers but the
    /// first, and read and written by the update. Zero where arithmetic or latency is the bound, not memory.
    /// </summary>
    public double Bytes
    {
        get
        {
            bool bound = RowCount == 1 && ParameterBytes > FirstLevelBytes;
            return !bound ? 0 : sizeof(float) * (Work == Work.Forward ? Weights : (4 * Weights) - FirstWeights);
        }
    }

    /// <summary>The size of the weights.</summary>
    public int ParameterBytes => sizeof(float) * (int)Weights;

    private double FirstWeights => (double)Sizes[0] * Sizes[1];

    private double Weights
    {
        get
        {
            double weights = 0;
            for (int l = 1; l < Sizes.Length; l++)
            {
                weights += (double)Sizes[l - 1] * Sizes[l];
            }

            return weights;
        }
    }
}
