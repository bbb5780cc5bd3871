using System;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>
/// Spells the kernels of one row that skip zero inputs. Both read the marks word by word, and walk from one set bit to the next: for
/// word after word in a loop, and then for what is left of a block.
/// </summary>
internal sealed class SparseRowEmitter(SourceWriter writer, LayerPlan layer, MarksPlan marks, SparseRowPlan row)
{
    private const int ByteBits = 8;

    private readonly Dialect _dialect = Dialect.Of(row.Lanes);

    /// <summary>(F) <c>z = b + Σ_j w_j x_j</c>, in the blocks and the order of the dense kernel.</summary>
    public void EmitForward()
    {
        string blocks = layer.Chains == 1 ? string.Empty : Spell($" {layer.Chains} blocks of {layer.ChainLength} inputs, their sums added in order.");
        writer.Line();
        writer.Line(Spell($"// (F) z = a W + b, one row without its zeros: a [{layer.Inputs}], W [{layer.Inputs}, {layer.Neurons}].{blocks}"));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void ForwardRow{layer.Shape}(ref float a, ref byte marks, ref float w, ref float z)"));
        writer.Open("unchecked");
        foreach (RowPanelPlan panel in row.Forward)
        {
            bool isScoped = RowEmitter.OpenPanel(writer, panel, row.Forward.Count, out string column);
            EmitForwardPanel(panel, column);
            RowEmitter.ClosePanel(writer, isScoped);
        }

        writer.Close();
        writer.Close();
    }

    /// <summary>(B3), (B4), (U) <c>w_j += x_j u</c>, <c>b += u</c>.</summary>
    public void EmitUpdate()
    {
        writer.Line();
        writer.Line(Spell($"// (B3, B4), (U) W += aᵀ u, b += u, one row without its zeros: a [{layer.Inputs}], u [{layer.Neurons}]. The gradient where u = δ, gradient descent where u = −η δ."));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void Update{layer.Shape}(ref float a, ref byte marks, ref float u, ref float w)"));
        writer.Open("unchecked");
        foreach (RowPanelPlan panel in row.Update)
        {
            bool isScoped = RowEmitter.OpenPanel(writer, panel, row.Update.Count, out string column);
            for (int v = 0; v < panel.Vectors; v++)
            {
                writer.Line(Spell($"var u{v} = {_dialect.Load("u", RowEmitter.Offset(column, v * row.Lanes))};"));
            }

            writer.Line(Spell($"ref float wAt = ref {Dialect.At("w", column)};"));
            EmitWalk(0, layer.Inputs, panel, (x, v, offset) => _dialect.Store(_dialect.MultiplyAdd(x, Spell($"u{v}"), _dialect.Load("wj", offset)), "wj", offset));
            for (int v = 0; v < panel.Vectors && layer.HasBias; v++)
            {
                string offset = Number.Text((layer.Inputs * layer.Stride) + (v * row.Lanes));
                writer.Line(_dialect.Store(Spell($"{_dialect.Load("wAt", offset)} + u{v}"), "wAt", offset));
            }

            RowEmitter.ClosePanel(writer, isScoped);
        }

        writer.Close();
        writer.Close();
    }

    /// <summary>A single block adds to the bias itself; each of several has a sum that starts from zero and is added to the total.</summary>
    private void EmitForwardPanel(RowPanelPlan panel, string column)
    {
        for (int v = 0; v < panel.Vectors; v++)
        {
            string bias = layer.HasBias
                ? _dialect.Load("w", RowEmitter.Offset(column, (layer.Inputs * layer.Stride) + (v * row.Lanes)))
                : _dialect.Zero;
            writer.Line(Spell($"var z_{v} = {bias};"));
        }

        writer.Line(Spell($"ref float wAt = ref {Dialect.At("w", column)};"));
        bool isWhole = layer.Chains == 1;
        for (int chain = 0; chain < layer.Chains; chain++)
        {
            string sum = isWhole ? "z_" : Spell($"z{chain}_");
            for (int v = 0; v < panel.Vectors && !isWhole; v++)
            {
                writer.Line(Spell($"var {sum}{v} = {_dialect.Zero};"));
            }

            int end = chain == layer.Chains - 1 ? layer.Inputs : (chain + 1) * layer.ChainLength;
            EmitWalk(chain * layer.ChainLength, end, panel, (x, v, offset) => Spell($"{sum}{v} = {_dialect.MultiplyAdd(x, _dialect.Load("wj", offset), Spell($"{sum}{v}"))};"));
            for (int v = 0; v < panel.Vectors && !isWhole; v++)
            {
                writer.Line(Spell($"z_{v} += {sum}{v};"));
            }
        }

        for (int v = 0; v < panel.Vectors; v++)
        {
            writer.Line(_dialect.Store(Spell($"z_{v}"), "z", RowEmitter.Offset(column, v * row.Lanes)));
        }
    }

    /// <summary>
    /// Spells the walk over the marked inputs from <paramref name="first"/> up to <paramref name="end"/>. A word is read from whole
    /// bytes on: of a block that starts within one, seven bytes are taken at a time.
    /// </summary>
    /// <param name="first">The first input.</param>
    /// <param name="end">The end of the inputs, exclusive.</param>
    /// <param name="panel">The columns.</param>
    /// <param name="emitTerm">Spells one vector of one input, from the name of its value, the vector, and where it lies in the weights.</param>
    private void EmitWalk(int first, int end, RowPanelPlan panel, Func<string, int, string, string> emitTerm)
    {
        int mark = first / marks.InputsPerMark;
        int count = (end - first) / marks.InputsPerMark;
        int shift = mark % ByteBits;
        int taken = shift == 0 ? MarksPlan.WordBits : MarksPlan.WordBits - ByteBits;
        int inLoop = count <= MarksPlan.WordBits - shift && count < MarksPlan.WordBits ? 0 : count / taken * taken;
        if (inLoop > 0)
        {
            writer.Open(Spell($"for (nuint m = {mark}; m < {mark + inLoop}; m += {taken})"));
            EmitWord(Word(Spell($"m / {ByteBits}"), shift, taken), "m", panel, emitTerm);
            writer.Close();
        }

        if (inLoop < count)
        {
            int rest = mark + inLoop;
            EmitWord(Word(Number.Text(rest / ByteBits), shift, count - inLoop), Number.Text(rest), panel, emitTerm);
        }
    }

    private void EmitWord(string word, string mark, RowPanelPlan panel, Func<string, int, string, string> emitTerm)
    {
        writer.Open(Spell($"for (ulong word = {word}; word != 0; word &= word - 1)"));
        string at = (mark == "0" ? string.Empty : mark + " + ") + "(nuint)__Bits.TrailingZeroCount(word)";
        writer.Line(marks.InputsPerMark == 1 ? Spell($"nuint j = {at};") : Spell($"nuint j = ({at}) * {marks.InputsPerMark};"));
        writer.Line("ref float aj = ref __Refs.Add(ref a, j);");
        writer.Line(Spell($"ref float wj = ref __Refs.Add(ref wAt, j * {layer.Stride});"));
        for (int input = 0; input < marks.InputsPerMark; input++)
        {
            string x = Spell($"aj{input}");
            string line = Spell($"var {x} = {_dialect.Broadcast(Dialect.At("aj", Number.Text(input)))};");
            for (int v = 0; v < panel.Vectors; v++)
            {
                line += " " + emitTerm(x, v, Number.Text((input * layer.Stride) + (v * row.Lanes)));
            }

            writer.Line(line);
        }

        writer.Close();
    }

    private static string Word(string offset, int shift, int count)
    {
        string word = Spell($"__Refs.ReadUnaligned<ulong>(ref {Dialect.At("marks", offset)})");
        string shifted = shift == 0 ? word : Spell($"({word} >> {shift})");
        return count == MarksPlan.WordBits ? shifted : Spell($"{shifted} & {((1L << count) - 1)}");
    }
}
