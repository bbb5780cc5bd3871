using System;
using System.Globalization;
using System.Text;
using Backprop.Memory;

namespace Backprop.Training;

/// <summary>The table of a network that its <c>ToString</c> shows: a line for each layer, and totals.</summary>
internal static class NetworkSummary
{
    /// <summary>Writes the table; numbers without regard to the culture.</summary>
    /// <param name="type">The class of the network.</param>
    /// <param name="layout">Its layers.</param>
    /// <param name="loss">Its cost of one row.</param>
    /// <param name="reduction">How rows' costs become one number.</param>
    /// <returns>Lines with <c>\n</c> between them.</returns>
    public static string Of(Type type, ParameterLayout layout, Loss loss, Reduction reduction)
    {
        var table = new TextTable("Layer", "Shape", "Activation", "Parameters", "Bytes", "Multiply-adds") { Names = [0, 1, 2] };
        long multiplyAdds = 0;
        for (int l = 0; l < layout.Layers.Length; l++)
        {
            LayerLayout layer = layout.Layers[l];
            long weights = (long)layer.Inputs * layer.Neurons;
            long parameters = weights + (layer.HasBias ? layer.Neurons : 0);
            string shape = string.Create(CultureInfo.InvariantCulture, $"[{layer.Inputs}, {layer.Neurons}]");
            table.Add(Number(l + 1), shape, layer.Activation.ToString(), Number(parameters), Bytes(parameters), Number(weights));
            multiplyAdds += weights;
        }

        table.Add("Total", string.Empty, string.Empty, Number(layout.ParameterCount), Bytes(layout.ParameterCount), Number(multiplyAdds));
        var text = new StringBuilder(type.Name.Split('`')[0]).Append('\n');
        table.WriteTo(text, totals: 1);
        return text.Append(CultureInfo.InvariantCulture, $"Loss: {loss}, {reduction} over the rows. Stored in {Bytes(layout.Length)} bytes, padding included.").ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long floats) => Number(floats * sizeof(float));
}
