using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Backprop.Training;

namespace Backprop;

/// <summary>
/// The gradients of a network beside central differences of its cost, layer by layer. It prints itself; made by
/// <see cref="NetworkChecks.CheckGradients(INetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, GradientCheckOptions?)"/>.
/// </summary>
public sealed class GradientCheck
{
    internal GradientCheck(IReadOnlyList<LayerGradientCheck> layers) => Layers = layers;

    /// <summary>The layers, the first at index 0.</summary>
    public IReadOnlyList<LayerGradientCheck> Layers { get; }

    /// <summary>The largest of the layers' <see cref="LayerGradientCheck.LargestRelativeDifference"/>.</summary>
    public double LargestRelativeDifference => Layers.Max(static layer => layer.LargestRelativeDifference);

    /// <summary>Whether no relative difference is larger than a tolerance.</summary>
    /// <param name="tolerance">At least 0. A right gradient stays below 0.01 nearly always, and a wrong one is seldom below 0.1.</param>
    /// <returns>Whether all are within it.</returns>
    public bool IsWithin(double tolerance) => LargestRelativeDifference <= tolerance;

    /// <summary>A table: for each layer the largest differences, and the worst parameter with both of its gradients.</summary>
    /// <returns>Lines with <c>\n</c> between them, without regard to the culture.</returns>
    public override string ToString()
    {
        var table = new TextTable("Layer", "Checked", "Parameters", "Absolute", "Relative", "Worst parameter", "Backward", "Differences", "Uncertain by") { Names = [0, 5] };
        foreach (LayerGradientCheck layer in Layers)
        {
            table.Add(
                Number(layer.Layer, "N0"),
                Number(layer.CheckedCount, "N0"),
                Number(layer.ParameterCount, "N0"),
                Number(layer.LargestAbsoluteDifference, "0.0e+0"),
                Number(layer.LargestRelativeDifference, "0.0e+0"),
                layer.WorstParameter,
                Number(layer.WorstGradient, "0.0000e+0"),
                Number(layer.WorstDifferenceQuotient, "0.0000e+0"),
                Number(layer.WorstUncertainty, "0.0e+0"));
        }

        var text = new StringBuilder("Gradients beside central differences of the cost\n");
        table.WriteTo(text);
        text.Append("Relative: what goes beyond the uncertainty of the differences.");
        int undecided = Layers.Sum(static layer => layer.UndecidedCount);
        if (undecided > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" {undecided} of {Layers.Sum(static layer => layer.CheckedCount)} parameters could be off by a tenth unnoticed.");
        }

        return text.ToString();
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
