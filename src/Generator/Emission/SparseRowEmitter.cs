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
    private readonly Dialect _dialect = Dialect.Of(row.Lanes);

    /// <summary>(F) <c>z = b + Σ_j w_j x_j</c>, in the blocks and the order of the dense kernel.</summary>
    public void EmitForward()
    {
        string blocks = layer.HasBlocks ? Spell($" {layer.Chains} blocks of {layer.ChainLength} inputs, their sums added in order.") : string.Empty;
        writer.Line();
        writer.Line(Spell($"// {layer.ForwardFormula}, one row without its zeros: a [{layer.Inputs}], W [{layer.Inputs}, {layer.Neurons}].{blocks}"));
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
        writer.Line(Spell($"// {layer.UpdateFormula}, one row without its zeros: a [{layer.Inputs}], u [{layer.Neurons}]. The gradient where u = δ, gradient descent where u = −η δ."));
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
            EmitWalk(marks.Row, panel, (x, v, offset) => _dialect.Store(_dialect.MultiplyAdd(x, Spell($"u{v}"), _dialect.Load("wj", offset)), "wj", offset));
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
        for (int chain = 0; chain < layer.Chains; chain++)
        {
            string sum = layer.HasBlocks ? Spell($"z{chain}_") : "z_";
            for (int v = 0; v < panel.Vectors && layer.HasBlocks; v++)
            {
                writer.Line(Spell($"var {sum}{v} = {_dialect.Zero};"));
            }

            EmitWalk(marks.Blocks[chain], panel, (x, v, offset) => Spell($"{sum}{v} = {_dialect.MultiplyAdd(x, _dialect.Load("wj", offset), Spell($"{sum}{v}"))};"));
            for (int v = 0; v < panel.Vectors && layer.HasBlocks; v++)
            {
                writer.Line(Spell($"z_{v} += {sum}{v};"));
            }
        }

        for (int v = 0; v < panel.Vectors; v++)
        {
            writer.Line(_dialect.Store(Spell($"z_{v}"), "z", RowEmitter.Offset(column, v * row.Lanes)));
        }
    }

    /// <summary>Spells a walk over marked inputs.</summary>
    /// <param name="walk">The marks.</param>
    /// <param name="panel">The columns.</param>
    /// <param name="emitTerm">Spells one vector of one input, from the name of its value, the vector, and where it lies in the weights.</param>
    private void EmitWalk(MarkWalkPlan walk, RowPanelPlan panel, Func<string, int, string, string> emitTerm)
    {
        if (walk.Turns > 0)
        {
            writer.Open(Spell($"for (nuint m = {walk.First}; m < {walk.LoopEnd}; m += {walk.MarksOfTurn})"));
            writer.Line(Spell($"ref float am = ref __Refs.Add(ref a, m * {marks.InputsPerMark});"));
            writer.Line(Spell($"ref float wm = ref __Refs.Add(ref wAt, m * {marks.InputsPerMark * layer.Stride});"));
            EmitWord(Word(Spell($"m / {MarksPlan.ByteBits}"), walk.Shift, walk.MarksOfTurn), "am", "wm", panel, emitTerm);
            writer.Close();
        }

        if (walk.Rest > 0)
        {
            int input = walk.LoopEnd * marks.InputsPerMark;
            string inputs = Dialect.At("a", Number.Text(input));
            string weights = Dialect.At("wAt", Number.Text(input * layer.Stride));
            EmitWord(Word(Number.Text(walk.LoopEnd / MarksPlan.ByteBits), walk.Shift, walk.Rest), inputs, weights, panel, emitTerm);
        }
    }

    /// <summary>Spells the way through the marks of one word; its first stands for what is at <paramref name="inputs"/> and <paramref name="weights"/>.</summary>
    /// <remarks>
    /// Offsets go from the bit to bytes in one step. By way of the index of an input the compiler spends more instructions on each mark,
    /// and 784-128-10 takes a third longer for the outputs of a row of MNIST.
    /// </remarks>
    private void EmitWord(string word, string inputs, string weights, RowPanelPlan panel, Func<string, int, string, string> emitTerm)
    {
        int bytes = marks.InputsPerMark * sizeof(float);
        writer.Open(Spell($"for (ulong word = {word}; word != 0; word &= word - 1)"));
        writer.Line("nuint mark = (uint)__Bits.TrailingZeroCount(word);");
        writer.Line(Spell($"ref float aj = ref __Refs.AddByteOffset(ref {inputs}, mark * {bytes});"));
        writer.Line(Spell($"ref float wj = ref __Refs.AddByteOffset(ref {weights}, mark * {bytes * layer.Stride});"));
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
