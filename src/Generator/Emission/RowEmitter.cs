using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells the kernels of one row: the product with the weights, the product with their transpose, the outer product.</summary>
internal static class RowEmitter
{
    /// <summary>(F) <c>z = b + Σ_j w_j x_j</c>.</summary>
    public static void EmitForward(SourceWriter writer, LayerPlan layer, RowProductPlan row)
    {
        writer.Line();
        string blocks = layer.HasBlocks ? Spell($" {layer.Chains} blocks of {layer.ChainLength} inputs side by side, their sums added in order.") : string.Empty;
        writer.Line(Spell($"// {layer.ForwardFormula}, one row: a [{layer.Inputs}], W [{layer.Inputs}, {layer.Neurons}].{blocks}"));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void ForwardRow{layer.Shape}(ref float a, ref float w, ref float z)"));
        writer.Open("unchecked");
        foreach (RowPanelPlan panel in row.Panels)
        {
            bool isScoped = OpenPanel(writer, panel, row.Panels.Count, out string column);
            EmitForwardPanel(writer, layer, row, panel, column);
            ClosePanel(writer, isScoped);
        }

        writer.Close();
        writer.Close();
    }

    /// <summary>(B2), (B0) <c>e_j = Σ_i w_ij δ_i</c>: a scalar product an input, because the weights of an input lie side by side.</summary>
    public static void EmitInputDelta(SourceWriter writer, LayerPlan layer, LayerKernels kernels)
    {
        Dialect dialect = Dialect.Of(kernels.Lanes);
        writer.Line();
        writer.Line(Spell($"// (B2), (B0) e = δ Wᵀ, one row: δ [{layer.Neurons}], W [{layer.Inputs}, {layer.Neurons}]."));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void InputDeltaRow{layer.Shape}(ref float delta, ref float w, ref float e)"));
        writer.Open("unchecked");
        writer.Open(Spell($"for (nuint j = 0; j < {layer.Inputs}; j++)"));
        writer.Line(Spell($"__Refs.Add(ref e, j) = {dialect.Rows}.Dot(ref delta, ref __Refs.Add(ref w, j * {layer.Stride}), {kernels.Columns});"));
        writer.Close();
        writer.Close();
        writer.Close();
    }

    /// <summary>(B3), (B4), (U) <c>w_j += x_j u</c>, <c>b += u</c>.</summary>
    public static void EmitUpdate(SourceWriter writer, LayerPlan layer, RowUpdatePlan update)
    {
        Dialect dialect = Dialect.Of(update.Lanes);
        writer.Line();
        writer.Line(Spell($"// {layer.UpdateFormula}, one row: a [{layer.Inputs}], u [{layer.Neurons}]. The gradient where u = δ, gradient descent where u = −η δ."));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void Update{layer.Shape}(ref float a, ref float u, ref float w)"));
        writer.Open("unchecked");
        foreach (RowPanelPlan panel in update.Panels)
        {
            bool isScoped = OpenPanel(writer, panel, update.Panels.Count, out string column);
            for (int v = 0; v < panel.Vectors; v++)
            {
                writer.Line(Spell($"var u{v} = {dialect.Load("u", Offset(column, v * update.Lanes))};"));
            }

            writer.Line(Spell($"ref float wAt = ref {Dialect.At("w", column)};"));
            int loopEnd = update.LoopEnd(layer.Inputs);
            if (loopEnd > 0)
            {
                writer.Open(Spell($"for (nuint j = 0; j < {loopEnd}; j += {update.UnrolledInputs})"));
                writer.Line("ref float aj = ref __Refs.Add(ref a, j);");
                writer.Line(Spell($"ref float wj = ref __Refs.Add(ref wAt, j * {layer.Stride});"));
                EmitUpdates(writer, layer, update, panel, 0, update.UnrolledInputs, "aj", "wj");
                writer.Close();
            }

            EmitUpdates(writer, layer, update, panel, loopEnd, layer.Inputs, "a", "wAt");
            if (layer.HasBias)
            {
                for (int v = 0; v < panel.Vectors; v++)
                {
                    string offset = Number.Text((layer.Inputs * layer.Stride) + (v * update.Lanes));
                    writer.Line(dialect.Store(Spell($"{dialect.Load("wAt", offset)} + u{v}"), "wAt", offset));
                }
            }

            ClosePanel(writer, isScoped);
        }

        writer.Close();
        writer.Close();
    }

    private static void EmitForwardPanel(SourceWriter writer, LayerPlan layer, RowProductPlan row, RowPanelPlan panel, string column)
    {
        Dialect dialect = Dialect.Of(row.Lanes);
        writer.Line(Spell($"ref float wAt = ref {Dialect.At("w", column)};"));
        for (int chain = 0; chain < layer.Chains; chain++)
        {
            string line = string.Empty;
            for (int v = 0; v < panel.Vectors; v++)
            {
                line += Spell($"{(v == 0 ? string.Empty : " ")}var {Sum(chain, v)} = {(layer.HasBlocks ? dialect.Zero : Bias(v))};");
            }

            writer.Line(line);
        }

        if (row.IsUnrolled)
        {
            for (int j = 0; j < layer.ChainLength; j++)
            {
                EmitTerms(j, 0, "a", "wAt");
            }
        }
        else
        {
            writer.Open(Spell($"for (nuint j = 0; j < {layer.ChainLength}; j++)"));
            writer.Line("ref float aj = ref __Refs.Add(ref a, j);");
            writer.Line(Spell($"ref float wj = ref __Refs.Add(ref wAt, j * {layer.Stride});"));
            EmitTerms(0, 0, "aj", "wj");
            writer.Close();
        }

        // What the last block has beyond the others.
        for (int j = layer.ChainLength; j < layer.LastChainLength; j++)
        {
            EmitTerms(j, layer.Chains - 1, "a", "wAt");
        }

        for (int v = 0; v < panel.Vectors; v++)
        {
            writer.Line(dialect.Store(Total(v), "z", Offset(column, v * row.Lanes)));
        }

        void EmitTerms(int j, int firstChain, string a, string w)
        {
            for (int chain = firstChain; chain < layer.Chains; chain++)
            {
                int input = layer.BlockStart(chain) + j;
                string name = Spell($"{a}{j}_{chain}");
                string line = Spell($"var {name} = {dialect.Broadcast(Dialect.At(a, Number.Text(input)))};");
                for (int v = 0; v < panel.Vectors; v++)
                {
                    string weights = dialect.Load(w, Number.Text(((long)input * layer.Stride) + (v * row.Lanes)));
                    line += Spell($" {Sum(chain, v)} = {dialect.MultiplyAdd(name, weights, Sum(chain, v))};");
                }

                writer.Line(line);
            }
        }

        string Sum(int chain, int v) => Spell($"z{chain}_{v}");

        string Bias(int v) => layer.HasBias
            ? dialect.Load("w", Offset(column, (layer.Inputs * layer.Stride) + (v * row.Lanes)))
            : dialect.Zero;

        string Total(int v)
        {
            if (!layer.HasBlocks)
            {
                return Sum(0, v);
            }

            string total = Bias(v);
            for (int chain = 0; chain < layer.Chains; chain++)
            {
                total = Spell($"{(chain == 0 ? total : "(" + total + ")")} + {Sum(chain, v)}");
            }

            return total;
        }
    }

    /// <summary>Spells the inputs from <paramref name="first"/> up to <paramref name="end"/>, counted from two references.</summary>
    private static void EmitUpdates(
        SourceWriter writer, LayerPlan layer, RowUpdatePlan update, RowPanelPlan panel, int first, int end, string a, string w)
    {
        Dialect dialect = Dialect.Of(update.Lanes);
        for (int j = first; j < end; j++)
        {
            string line = Spell($"var {a}_{j} = {dialect.Broadcast(Dialect.At(a, Number.Text(j)))};");
            for (int v = 0; v < panel.Vectors; v++)
            {
                string offset = Number.Text(((long)j * layer.Stride) + (v * update.Lanes));
                line += " " + dialect.Store(dialect.MultiplyAdd(Spell($"{a}_{j}"), Spell($"u{v}"), dialect.Load(w, offset)), w, offset);
            }

            writer.Line(line);
        }
    }

    /// <summary>Opens a loop over a panel's tiles, or a block where there are several panels, or nothing.</summary>
    public static bool OpenPanel(SourceWriter writer, RowPanelPlan panel, int panels, out string column)
    {
        column = panel.IsOneTileWide ? Number.Text(panel.FirstColumn) : "c";
        if (!panel.IsOneTileWide)
        {
            writer.Open(Spell($"for (nuint c = {panel.FirstColumn}; c < {panel.EndColumn}; c += {panel.Width})"));
            return true;
        }

        if (panels > 1)
        {
            writer.Open();
        }

        return panels > 1;
    }

    public static void ClosePanel(SourceWriter writer, bool isScoped)
    {
        if (isScoped)
        {
            writer.Close();
        }
    }

    public static string Offset(string column, int offset)
        => int.TryParse(column, out int known) ? Number.Text(known + offset) : offset == 0 ? column : Spell($"{column} + {offset}");
}
