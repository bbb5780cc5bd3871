using System;

namespace Backprop.Training;

/// <summary>Whether the rows of a data set are what a network takes, and how it takes them.</summary>
internal static class NetworkData
{
    /// <summary>Checks that a data set has the widths of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="name">What the caller calls the rows.</param>
    /// <exception cref="ArgumentException">It has others.</exception>
    public static void Check(INetwork network, Dataset data, string name)
    {
        if (data.InputSize != network.InputSize)
        {
            throw Unfit(name, $"rows of {Quantity.Of(network.InputSize, "input")}, as the network has, got {data.InputSize}");
        }

        if (!data.HasLabels && data.TargetSize != network.OutputSize)
        {
            throw Unfit(name, $"rows of {Quantity.Of(network.OutputSize, "target")}, one for each output of the network, got {data.TargetSize}");
        }

        if (data.HasLabels && data.ClassCount != network.OutputSize && !TellsTwoClasses(network, data))
        {
            throw network.OutputSize == 1
                ? Unfit(name, $"targets, or labels of 2 classes and a sigmoid, for a network with one output, got labels of {data.ClassCount} classes")
                : Unfit(name, $"{network.OutputSize} classes, one for each output of the network, got {data.ClassCount}");
        }

        CheckTargets(network, data.Targets, name);
    }

    /// <summary>Checks that targets are shares where the cost is a cross-entropy: beyond 0 … 1 it has no lower bound.</summary>
    /// <param name="network">The network.</param>
    /// <param name="targets">Whole rows of targets; empty: there are labels.</param>
    /// <param name="name">What the caller calls the rows.</param>
    /// <exception cref="ArgumentException">One is not from 0 to 1.</exception>
    public static void CheckTargets(INetwork network, ReadOnlySpan<float> targets, string name)
    {
        if (network.Core?.Loss is not (Loss.BinaryCrossEntropy or Loss.CrossEntropy) || targets.IsEmpty)
        {
            return;
        }

        int size = network.OutputSize;
        for (int i = 0; i < targets.Length; i++)
        {
            if (!(targets[i] is >= 0f and <= 1f))
            {
                throw Unfit(name, $"targets from 0 to 1, as {network.Core.Loss} takes them, got {targets[i]} in row {i / size}, column {i % size}");
            }
        }
    }

    /// <summary>Rows that were checked, as the network takes them: labels of two classes are targets of 0 and 1 to a single sigmoid.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="classWeights">The weights of their classes, if they have any.</param>
    /// <returns>Rows, and the weights of their classes; those of two classes that became targets are in the weights of the rows.</returns>
    public static (Dataset Rows, float[]? ClassWeights) Adapt(INetwork network, Dataset data, float[]? classWeights = null)
        => TellsTwoClasses(network, data) ? (data.ToBinaryTargets(classWeights), null) : (data, classWeights);

    private static ArgumentException Unfit(string name, FormattableString problem)
        => new($"{name}: expected {FormattableString.Invariant(problem)}", name);

    private static bool TellsTwoClasses(INetwork network, Dataset data)
        => network.OutputSize == 1 && data.ClassCount == 2 && Declaration.OutputsTellAClass(network);
}
