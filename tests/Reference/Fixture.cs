using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Backprop.Reference;

/// <summary>
/// A network, a batch, and what an independent automatic-differentiation system made of them in float64. Parameters, inputs and
/// targets are float32 values, so that a network in single precision starts from the very same numbers.
/// </summary>
public sealed record Fixture(
    string Name,
    Topology Topology,
    int Batch,
    double[] Parameters,
    double[] Inputs,
    double[] Targets,
    double[] Outputs,
    double Cost,
    double[] Gradients,
    double[] InputGradients)
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "fixtures");

    /// <summary>The fixtures that lie beside this assembly: whatever is there, so that a new one cannot be forgotten.</summary>
    public static IReadOnlyList<string> Names { get; } = Directory.Exists(Folder)
        ? Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal).ToArray()
        : [];

    /// <summary>Reads one of <see cref="Names"/>.</summary>
    public static Fixture Load(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        JsonElement root = document.RootElement;

        var topology = new Topology(
            root.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32()).ToArray(),
            root.GetProperty("activations").EnumerateArray().Select(Member<Activation>).ToArray(),
            Member<Loss>(root.GetProperty("loss")),
            Member<Reduction>(root.GetProperty("reduction")),
            root.GetProperty("bias").GetBoolean());

        return new Fixture(
            root.GetProperty("name").GetString()!,
            topology,
            root.GetProperty("batch").GetInt32(),
            Numbers("parameters"),
            Numbers("inputs"),
            Numbers("targets"),
            Numbers("outputs"),
            root.GetProperty("cost").GetDouble(),
            Numbers("gradients"),
            Numbers("inputGradients"));

        double[] Numbers(string property) => root.GetProperty(property).EnumerateArray().Select(number => number.GetDouble()).ToArray();
    }

    private static TEnum Member<TEnum>(JsonElement name)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(name.GetString()!);
}
