using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>How many floats the rows and the layers of a network take.</summary>
internal static class StoragePlanner
{
    /// <summary>A cache line in floats: layers start on one.</summary>
    public const int CacheLine = 16;

    /// <summary>
    /// Floats in a stored row of a layer. A row is padded so that its vectors never reach into the next: to 4 or 8 floats for narrow
    /// layers, else to whole cache lines.
    /// </summary>
    public static long StrideOf(int neurons) => neurons <= 4 ? 4 : neurons <= 8 ? 8 : RoundUp(neurons, CacheLine);

    /// <summary>The floats of a layer's weights and biases.</summary>
    public static long LengthOf(int inputs, int neurons, bool hasBias)
        => RoundUp((inputs + (hasBias ? 1L : 0L)) * StrideOf(neurons), CacheLine);

    /// <summary>The floats of all weights and biases; <see cref="long.MaxValue"/> where there are more.</summary>
    public static long LengthOf(TopologySpec topology)
    {
        decimal length = 0;
        for (int l = 0; l < topology.Layers.Count; l++)
        {
            length += LengthOf(topology.InputsOf(l), topology.Layers[l].Neurons, topology.Bias);
        }

        return length > long.MaxValue ? long.MaxValue : (long)length;
    }

    public static long RoundUp(long value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
