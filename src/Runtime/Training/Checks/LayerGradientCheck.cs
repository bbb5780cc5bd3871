using System.Globalization;

namespace Backprop;

/// <summary>One layer in the report of <see cref="GradientCheck"/>.</summary>
public sealed record LayerGradientCheck
{
    internal LayerGradientCheck()
    {
    }

    /// <summary>The layer, from 1.</summary>
    public int Layer { get; internal init; }

    /// <summary>The weights and biases of the layer.</summary>
    public int ParameterCount { get; internal init; }

    /// <summary>How many of them were checked.</summary>
    public int CheckedCount { get; internal init; }

    /// <summary>The largest <c>|g − d|</c>: gradient <c>g</c> of <c>Backward</c>, central difference <c>d</c> of the cost.</summary>
    public double LargestAbsoluteDifference { get; internal init; }

    /// <summary>
    /// The largest <c>max(0, |g − d| − u) / max(|g|, |d|, C / 256)</c>, where <c>u</c> is the uncertainty of <c>d</c> and <c>C</c> the
    /// largest cost around the parameter; ∞ if one of them is not a number.
    /// </summary>
    public double LargestRelativeDifference { get; internal init; }

    /// <summary>
    /// How many of the checked parameters could be wrong by a tenth without being noticed: <c>u</c> is more than that share of the divisor. Fewer rows and
    /// smaller inputs make it smaller.
    /// </summary>
    public int UndecidedCount { get; internal init; }

    /// <summary>The neuron of the parameter with the largest relative difference, of equals with the largest absolute one, from 0.</summary>
    public int WorstNeuron { get; internal init; }

    /// <summary>The input of that parameter, from 0; −1: it is the bias of the neuron.</summary>
    public int WorstInput { get; internal init; }

    /// <summary>Its gradient by <c>Backward</c>.</summary>
    public double WorstGradient { get; internal init; }

    /// <summary>Its gradient by central differences.</summary>
    public double WorstDifferenceQuotient { get; internal init; }

    /// <summary>How far the central differences may be off by the rounding of the costs, and by kinks: <c>u</c>.</summary>
    public double WorstUncertainty { get; internal init; }

    /// <summary>The name of that parameter: <c>layer 2, neuron 3, input 17</c> or <c>layer 2, neuron 3, bias</c>.</summary>
    public string WorstParameter => WorstInput < 0
        ? string.Create(CultureInfo.InvariantCulture, $"layer {Layer}, neuron {WorstNeuron}, bias")
        : string.Create(CultureInfo.InvariantCulture, $"layer {Layer}, neuron {WorstNeuron}, input {WorstInput}");
}
