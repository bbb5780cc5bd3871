using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>
/// Spells the kernels of one row that skip zero inputs. Both walk the list of the others, which ends with the number of inputs: so the
/// end of a block of inputs is told from the next index alone.
/// </summary>
internal static class SparseRowEmitter
{
    /// <summary>(F) <c>z = b + Σ_j w_j x_j</c>, in the blocks and the order of the dense kernels.</summary>
    public static void EmitForward(SourceWriter writer, LayerPlan layer, SparseRowPlan row)
    {
        string blocks = layer.Chains == 1 ? string.Empty : Spell($" {layer.Chains} blocks of {layer.ChainLength} inputs, their sums added in order.");
        writer.Line();
        writer.Line(Spell($"// (F) z = a W + b, one row without its zeros: a [{layer.Inputs}], W [{layer.Inputs}, {layer.Neurons}].{blocks}"));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void ForwardRow{layer.Shape}(ref float a, ref uint nonZeros, ref float w, ref float z)"));
        writer.Open("unchecked");
        foreach (RowPanelPlan panel in row.Forward)
        {
            bool isScoped = RowEmitter.OpenPanel(writer, panel, row.Forward.Count, out string column);
            EmitForwardPanel(writer, layer, panel, column);
            RowEmitter.ClosePanel(writer, isScoped);
        }

        writer.Close();
        writer.Close();
    }

    /// <summary>(B3), (B4), (U) <c>w_j += x_j u</c>, <c>b += u</c>.</summary>
    public static void EmitUpdate(SourceWriter writer, LayerPlan layer, SparseRowPlan row)
    {
        Dialect dialect = Dialect.Of(row.Lanes);
        writer.Line();
        writer.Line(Spell($"// (B3, B4), (U) W += aᵀ u, b += u, one row without its zeros: a [{layer.Inputs}], u [{layer.Neurons}]. The gradient where u = δ, gradient descent where u = −η δ."));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void Update{layer.Shape}(ref float a, ref uint nonZeros, ref float u, ref float w)"));
        writer.Open("unchecked");
        foreach (RowPanelPlan panel in row.Update)
        {
            bool isScoped = RowEmitter.OpenPanel(writer, panel, row.Update.Count, out string column);
            for (int v = 0; v < panel.Vectors; v++)
            {
                writer.Line(Spell($"var u{v} = {dialect.Load("u", RowEmitter.Offset(column, v * row.Lanes))};"));
            }

            EmitStart(writer, column);
            OpenWalk(writer, dialect, layer, layer.Inputs);
            for (int v = 0; v < panel.Vectors; v++)
            {
                string offset = Number.Text(v * row.Lanes);
                writer.Line(dialect.Store(dialect.MultiplyAdd("aj", Spell($"u{v}"), dialect.Load("wj", offset)), "wj", offset));
            }

            writer.Close();
            for (int v = 0; v < panel.Vectors && layer.HasBias; v++)
            {
                string offset = Number.Text((layer.Inputs * layer.Stride) + (v * row.Lanes));
                writer.Line(dialect.Store(Spell($"{dialect.Load("wAt", offset)} + u{v}"), "wAt", offset));
            }

            RowEmitter.ClosePanel(writer, isScoped);
        }

        writer.Close();
        writer.Close();
    }

    private static void EmitForwardPanel(SourceWriter writer, LayerPlan layer, RowPanelPlan panel, string column)
    {
        Dialect dialect = Dialect.Of(panel.Lanes);
        for (int v = 0; v < panel.Vectors; v++)
        {
            string bias = layer.HasBias
                ? dialect.Load("w", RowEmitter.Offset(column, (layer.Inputs * layer.Stride) + (v * panel.Lanes)))
                : dialect.Zero;
            writer.Line(Spell($"var z_{v} = {bias};"));
        }

        EmitStart(writer, column);
        for (int chain = 0; chain < layer.Chains; chain++)
        {
            EmitBlock(writer, dialect, layer, panel, chain);
        }

        for (int v = 0; v < panel.Vectors; v++)
        {
            writer.Line(dialect.Store(Spell($"z_{v}"), "z", RowEmitter.Offset(column, v * panel.Lanes)));
        }
    }

    /// <summary>A single block adds to the total itself; each of several has a sum that starts from zero and is added to it.</summary>
    private static void EmitBlock(SourceWriter writer, Dialect dialect, LayerPlan layer, RowPanelPlan panel, int chain)
    {
        bool isWhole = layer.Chains == 1;
        for (int v = 0; v < panel.Vectors && !isWhole; v++)
        {
            writer.Line(Spell($"var {Sum(v)} = {dialect.Zero};"));
        }

        OpenWalk(writer, dialect, layer, chain == layer.Chains - 1 ? layer.Inputs : (chain + 1) * layer.ChainLength);
        for (int v = 0; v < panel.Vectors; v++)
        {
            writer.Line(Spell($"{Sum(v)} = {dialect.MultiplyAdd("aj", dialect.Load("wj", Number.Text(v * panel.Lanes)), Sum(v))};"));
        }

        writer.Close();
        for (int v = 0; v < panel.Vectors && !isWhole; v++)
        {
            writer.Line(Spell($"z_{v} += {Sum(v)};"));
        }

        string Sum(int v) => isWhole ? Spell($"z_{v}") : Spell($"z{chain}_{v}");
    }

    private static void EmitStart(SourceWriter writer, string column)
    {
        writer.Line(Spell($"ref float wAt = ref {Dialect.At("w", column)};"));
        writer.Line("nuint k = 0;");
        writer.Line("nuint j;");
    }

    /// <summary>Opens the loop over the listed inputs below <paramref name="end"/>, and names their value and their weights.</summary>
    private static void OpenWalk(SourceWriter writer, Dialect dialect, LayerPlan layer, int end)
    {
        writer.Open(Spell($"for (; (j = __Refs.Add(ref nonZeros, k)) < {end}; k++)"));
        writer.Line(Spell($"ref float wj = ref __Refs.Add(ref wAt, j * {layer.Stride});"));
        writer.Line(Spell($"var aj = {dialect.Broadcast("__Refs.Add(ref a, j)")};"));
    }
}
