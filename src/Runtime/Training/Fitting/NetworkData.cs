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

        if (!data.HasLabels && Declaration.IsBinaryCrossEntropy(network))
        {
            CheckProbabilities(data, name);
        }
    }

    /// <summary>Rows that were checked, as the network takes them: labels of two classes are targets of 0 and 1 to a single sigmoid.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="classWeights">The weights of their classes, if they have any.</param>
    /// <returns>Rows, and the weights of their classes; those of two classes that became targets are in the weights of the rows.</returns>
    public static (Dataset Rows, float[]? ClassWeights) Adapt(INetwork network, Dataset data, float[]? classWeights = null)
        => TellsTwoClasses(network, data) ? (data.ToBinaryTargets(classWeights), null) : (data, classWeights);

    /// <summary>Beyond 0 … 1 the cost of <see cref="Loss.BinaryCrossEntropy"/> has no lower bound.</summary>
    private static void CheckProbabilities(Dataset data, string name)
    {
        for (int i = 0; i < data.Targets.Length; i++)
        {
            if (data.Targets[i] is < 0f or > 1f)
            {
                throw Unfit(
                    name, $"targets from 0 to 1, as BinaryCrossEntropy takes them, got {data.Targets[i]} in row {i / data.TargetSize}, column {i % data.TargetSize}");
            }
        }
    }

    private static ArgumentException Unfit(string name, FormattableString problem)
        => new($"{name}: expected {FormattableString.Invariant(problem)}", name);

    private static bool TellsTwoClasses(INetwork network, Dataset data)
        => network.OutputSize == 1 && data.ClassCount == 2 && Declaration.OutputsTellAClass(network);
}
