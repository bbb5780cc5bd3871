using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Backprop.Generator.Model;
using Backprop.Generator.Planning;

namespace Backprop.Generator.Parsing;

/// <summary>
/// The topology rule: the first number is the input size, each further number a layer; an activation applies to the layers before
/// it, back to the previous activation. Knows nothing of the compiler.
/// </summary>
internal static class TopologyParser
{
    /// <summary>
    /// The most floats one network may need. Its storage is a few arrays, and their offsets are emitted as 32-bit numbers.
    /// </summary>
    private const long MostParameters = 1L << 28;

    /// <returns>The topology, or null if <paramref name="problems"/> got an entry.</returns>
    public static TopologySpec? Parse(
        IReadOnlyList<TopologyEntry> entries, LossKind? loss, ReductionKind reduction, bool bias, ImmutableArray<Problem>.Builder problems)
    {
        int before = problems.Count;
        List<(int Neurons, int Entry)> sizes = new();
        List<LayerSpec> layers = new();
        int inputSize = 0;
        bool hasInput = false;
        bool mayBeLayer = false;
        for (int i = 0; i < entries.Count; i++)
        {
            TopologyEntry entry = entries[i];
            if (entry.Size is int size)
            {
                if (size < 1)
                {
                    problems.Add(At(ProblemKind.SizeNotPositive, i, entry.Text));
                }

                if (hasInput)
                {
                    sizes.Add((size, i));
                }
                else
                {
                    inputSize = size;
                    hasInput = true;
                }
            }
            else if (entry.Activation is ActivationKind activation)
            {
                bool isLast = i == entries.Count - 1;
                if (sizes.Count == 0)
                {
                    if (!mayBeLayer)
                    {
                        problems.Add(At(ProblemKind.ActivationWithoutLayer, i, entry.Text));
                    }
                }
                else if (activation == ActivationKind.Softmax && (!isLast || sizes.Count > 1))
                {
                    problems.Add(At(ProblemKind.SoftmaxBeforeLastLayer, i));
                }

                foreach ((int neurons, _) in sizes)
                {
                    layers.Add(new LayerSpec(neurons, activation));
                }

                sizes.Clear();
                mayBeLayer = false;
            }
            else
            {
                // It may stand where a size or an activation was meant: its neighbours are not to blame.
                mayBeLayer = true;
                sizes.Clear();
                problems.Add(At(ProblemKind.EntryNotSizeOrActivation, i, entry.Text));
            }
        }

        if (sizes.Count > 0)
        {
            problems.Add(At(ProblemKind.LayerWithoutActivation, sizes[0].Entry, sizes[0].Neurons.ToString(CultureInfo.InvariantCulture)));
        }
        else if (layers.Count == 0 && problems.Count == before)
        {
            problems.Add(At(ProblemKind.NoLayers, Problem.Class));
        }

        if (problems.Count > before)
        {
            return null;
        }

        ActivationKind output = layers[layers.Count - 1].Activation;
        LossKind chosen = loss ?? (output == ActivationKind.Softmax ? LossKind.CrossEntropy : LossKind.SquaredError);
        if (RequiredOutput(chosen) is ActivationKind required && required != output)
        {
            problems.Add(At(ProblemKind.LossDoesNotFitOutput, Problem.Named, chosen.ToString(), required.ToString(), output.ToString()) with { NamedArgument = "Loss" });
            return null;
        }

        TopologySpec topology = new(inputSize, new EquatableArray<LayerSpec>(layers), chosen, reduction, bias);
        long parameters = StoragePlanner.LengthOf(topology);
        if (parameters > MostParameters)
        {
            problems.Add(At(ProblemKind.TooLarge, Problem.Class, parameters.ToString(CultureInfo.InvariantCulture), MostParameters.ToString(CultureInfo.InvariantCulture)));
            return null;
        }

        return topology;
    }

    private static ActivationKind? RequiredOutput(LossKind loss) => loss switch
    {
        LossKind.BinaryCrossEntropy => ActivationKind.Sigmoid,
        LossKind.CrossEntropy => ActivationKind.Softmax,
        _ => null,
    };

    private static Problem At(ProblemKind kind, int argument, params string[] details)
        => new(kind, argument, new EquatableArray<string>(details));
}
