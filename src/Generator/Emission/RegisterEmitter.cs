using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>
/// Spells the passes of one row in registers. In the emitted code <c>a1_0</c> is vector 0 of <c>a</c> of layer 1, likewise <c>z</c>,
/// <c>g</c> (<c>g′(z)</c>), <c>e</c>, <c>d</c> (δ) and <c>u</c> (−η δ); <c>z1c2_0</c> is the sum over block 2 of the inputs, and
/// <c>e1_0p3</c> the products with row 3 of the weights, which are folded into sums.
/// </summary>
internal sealed class RegisterEmitter(SourceWriter writer, NetworkPlan plan, WidthPlan width)
{
    /// <summary>Emits both passes of one width.</summary>
    public void Emit(RegisterPlan registers)
    {
        writer.Line();
        writer.Line("// (F) for one row, in registers: a1_0 is vector 0 of layer 1's a; likewise z, g (g′), d (δ), u (factor times δ).");
        writer.Line(Names.Optimized);
        writer.Open("public static void RegisterForward(ref float x, ref float p, ref float y)");
        writer.Open("unchecked");
        EmitForward();
        EmitOutputs();
        writer.Close();
        writer.Close();

        writer.Line();
        writer.Line("// (F), (B1), (B2), (U) for one row, in registers: each layer passes its δ on before its weights change.");
        writer.Line(Names.Optimized);
        writer.Open("public static float RegisterStep(ref float x, ref float y, ref float p, float factor)");
        writer.Open("unchecked");
        EmitForward();
        EmitOutputDelta(registers);
        foreach (LayerPlan layer in plan.Layers.Reverse())
        {
            writer.Line();
            writer.Line(Spell($"// Layer {layer.Index}, backward."));
            if (layer.Index > 1)
            {
                EmitInputDelta(layer, registers.Deltas[layer.Index - 2]);
            }

            EmitUpdate(layer);
        }

        writer.Line();
        writer.Line("return cost;");
        writer.Close();
        writer.Close();
    }

    private static string A(int layer, int vector) => Spell($"a{layer}_{vector}");

    private static string U(int layer, int vector) => Spell($"u{layer}_{vector}");

    private static string D(int layer, int vector) => Spell($"d{layer}_{vector}");

    /// <summary>Where <c>z</c> is not kept, <c>a</c> takes its place.</summary>
    private static string Z(LayerPlan layer, int vector) => layer.KeepsPreactivation ? Spell($"z{layer.Index}_{vector}") : A(layer.Index, vector);

    private static string ActivationType(ActivationKind activation) => Spell($"global::Backprop.Numerics.{activation.ToString()}Activation");

    private void EmitForward()
    {
        foreach (LayerPlan layer in plan.Layers)
        {
            LayerKernels kernels = KernelsOf(layer);
            Dialect dialect = Dialect.Of(kernels.Lanes);
            int l = layer.Index;
            writer.Line();
            writer.Line(Spell($"// Layer {l}: {layer.Inputs} → {layer.Neurons} {layer.Activation.ToString()}."));
            for (int v = 0; v < kernels.Vectors; v++)
            {
                EmitSums(layer, kernels, dialect, v);
            }

            for (int v = 0; v < kernels.Vectors; v++)
            {
                string value = layer.Activation switch
                {
                    ActivationKind.Identity => Spell($"z{l}_{v}"),
                    ActivationKind.Softmax => Spell($"{dialect.Rows}.Softmax(z{l}_{v}, {layer.Neurons})"),
                    _ => Spell($"{dialect.Rows}.Value<{ActivationType(layer.Activation)}>(z{l}_{v})"),
                };
                writer.Line(Spell($"var {A(l, v)} = {value};"));
            }
        }
    }

    /// <summary>(F) <c>z = b + Σ_j w_j a_j</c>: the blocks of inputs side by side, then their sums, as one row and many rows have it everywhere.</summary>
    private void EmitSums(LayerPlan layer, LayerKernels kernels, Dialect dialect, int v)
    {
        int l = layer.Index;
        int column = v * kernels.Lanes;
        string bias = layer.HasBias ? dialect.Load("p", Number.Text(layer.BiasOffset + column)) : dialect.Zero;
        string total = bias;
        for (int chain = 0; chain < layer.Chains; chain++)
        {
            string sum = layer.HasBlocks ? Spell($"z{l}c{chain}_{v}") : Spell($"z{l}_{v}");
            writer.Line(Spell($"var {sum} = {(layer.HasBlocks ? dialect.Zero : bias)};"));
            for (int j = layer.BlockStart(chain); j < layer.BlockEnd(chain); j++)
            {
                writer.Line(Spell($"{sum} = {dialect.FusedMultiplyAdd(Input(layer, dialect, j), dialect.Load("p", Weight(layer, j, column)), sum)};"));
            }

            total = Spell($"{(chain == 0 ? total : "(" + total + ")")} + {sum}");
        }

        if (layer.HasBlocks)
        {
            writer.Line(Spell($"var z{l}_{v} = {total};"));
        }
    }

    private void EmitOutputs()
    {
        LayerPlan last = plan.LastLayer;
        LayerKernels kernels = KernelsOf(last);
        writer.Line();
        for (int v = 0; v < kernels.Vectors; v++)
        {
            int column = v * kernels.Lanes;
            foreach (string line in Dialect.Of(kernels.Lanes).StoreFirst(A(last.Index, v), "y", column, System.Math.Min(kernels.Lanes, last.Neurons - column)))
            {
                writer.Line(line);
            }
        }
    }

    private void EmitOutputDelta(RegisterPlan registers)
    {
        LayerPlan last = plan.LastLayer;
        LayerKernels kernels = KernelsOf(last);
        Dialect dialect = Dialect.Of(kernels.Lanes);
        string output = dialect.Output;
        string loss = Spell($"global::Backprop.Numerics.{plan.Output.Loss.ToString()}Loss");
        writer.Line();
        writer.Line("// (B1): the cost, and δ of the last layer.");
        List<string> terms = new();
        for (int v = 0; v < kernels.Vectors; v++)
        {
            int column = v * kernels.Lanes;
            int count = System.Math.Min(kernels.Lanes, last.Neurons - column);
            string z = Z(last, v);
            string a = A(last.Index, v);
            (string term, string delta) = plan.Output.Kind switch
            {
                OutputKind.Elementwise => (Spell($"Term<{loss}>({a}, y_{v}, {count})"), Spell($"Delta<{ActivationType(last.Activation)}, {loss}>({z}, {a}, y_{v}, {last.Neurons}, {(registers.SumsOutputDelta ? count : kernels.Lanes)})")),
                OutputKind.Softmax => (Spell($"Term<{loss}>({a}, y_{v}, {count})"), Spell($"SoftmaxDelta<{loss}>({a}, y_{v}, {count})")),
                OutputKind.BinaryCrossEntropy => (Spell($"BinaryCrossEntropyTerm({z}, y_{v}, {count})"), Spell($"BinaryCrossEntropyDelta({a}, y_{v}, {count})")),
                _ => (Spell($"SoftmaxCrossEntropyTerm({z}, {a}, y_{v}, {count})"), Spell($"SoftmaxCrossEntropyDelta({a}, y_{v}, {count})")),
            };
            writer.Line(Spell($"var y_{v} = {dialect.LoadFirst("y", column, count)};"));
            writer.Line(Spell($"var c_{v} = {output}.{term};"));
            writer.Line(Spell($"var {D(last.Index, v)} = {output}.{delta};"));
            writer.Line(Spell($"var {U(last.Index, v)} = {dialect.Rows}.First({dialect.Broadcast("factor")} * {D(last.Index, v)}, {count});"));
            terms.Add(Spell($"c_{v}"));
        }

        string sum = SumOfVirtualLanes(terms, registers.CostVectors);
        writer.Line(plan.Output.Kind is OutputKind.Elementwise or OutputKind.Softmax
            ? Spell($"float cost = {output}.Cost<{loss}>({sum}, {last.Neurons});")
            : Spell($"float cost = {output}.Sum({sum});"));
    }

    /// <summary>
    /// (B2) <c>δ = g′(z) · e</c>, <c>e = Wᵀ δ</c>, and <c>u = (−η g′(z)) · e</c> for the layer before: all that does not wait for the δ of
    /// this layer is multiplied before that comes.
    /// </summary>
    private void EmitInputDelta(LayerPlan layer, RegisterDeltaPlan delta)
    {
        LayerPlan before = plan.Layers[layer.Index - 2];
        LayerKernels kernels = KernelsOf(before);
        Dialect dialect = Dialect.Of(delta.Lanes);
        int l = before.Index;
        for (int v = 0; v < kernels.Vectors; v++)
        {
            int first = v * delta.Lanes;
            int count = System.Math.Min(delta.Lanes, before.Neurons - first);
            string slope = Spell($"g{l}_{v}");
            string e = Spell($"e{l}_{v}");
            writer.Line(Spell($"var {slope} = {dialect.Rows}.Derivative<{ActivationType(before.Activation)}>({Z(before, v)}, {A(l, v)}, {count});"));
            if (delta.IsColumn)
            {
                writer.Line(Spell($"var w{l}_{v} = {Column(layer, dialect, first, count)};"));
                slope = Spell($"({slope} * w{l}_{v})");
                writer.Line(Spell($"var {e} = {dialect.Lane(D(layer.Index, 0), KernelsOf(layer).Lanes, 0)};"));
            }
            else
            {
                writer.Line(Spell($"var {e} = {SumsAcross(layer, delta, dialect, first, count)};"));
            }

            writer.Line(Spell($"var {U(l, v)} = ({dialect.Broadcast("factor")} * {slope}) * {e};"));
            if (l > 1)
            {
                writer.Line(Spell($"var {D(l, v)} = {slope} * {e};"));
            }
        }
    }

    /// <summary>The weights of a layer of one neuron: the first of each row.</summary>
    private static string Column(LayerPlan layer, Dialect dialect, int first, int count) => dialect.Create(
        Enumerable.Range(0, dialect.Lanes).Select(k => k < count ? Dialect.At("p", Weight(layer, first + k, 0)) : "0f"));

    /// <summary>
    /// The products of a row of weights with δ lie in as many lanes as are summed. Two vectors of them are folded into one of half
    /// as many lanes for each row, until each lane is a row's sum.
    /// </summary>
    private string SumsAcross(LayerPlan layer, RegisterDeltaPlan delta, Dialect dialect, int first, int count)
    {
        LayerKernels kernels = KernelsOf(layer);
        string prefix = Spell($"e{layer.Index - 1}_{first / delta.Lanes}p");
        List<string?> products = new();
        for (int row = 0; row < delta.Lanes; row += delta.RowsOfVector)
        {
            bool isThere = row < count;
            products.Add(isThere ? Spell($"{prefix}{row}") : null);
            if (isThere)
            {
                writer.Line(Spell($"var {prefix}{row} = {(delta.TakesRowsTogether ? ProductOfRows(layer, kernels, dialect, first + row) : ProductOfRow(layer, kernels, delta, first + row))};"));
            }
        }

        for (int distance = delta.FoldedLanes / 2; distance > 0; distance /= 2)
        {
            int half = products.Count / 2;
            for (int k = 0; k < half; k++)
            {
                if (products[k] is string left)
                {
                    writer.Line(Spell($"{left} = {dialect.Fold(left, products[k + half] ?? dialect.Zero, distance)};"));
                }
            }

            products.RemoveRange(half, half);
        }

        return delta.TakesRowsTogether ? dialect.Interleave(products[0]!, delta.Terms) : products[0]!;
    }

    /// <summary>Several whole rows of weights in one vector, times δ in each.</summary>
    private string ProductOfRows(LayerPlan layer, LayerKernels kernels, Dialect dialect, int row)
        => Spell($"{dialect.Load("p", Weight(layer, row, 0))} * {dialect.Repeat(D(layer.Index, 0), kernels.Lanes)}");

    /// <summary>A row of weights times δ, added up to the lanes of one vector of the layer before.</summary>
    private string ProductOfRow(LayerPlan layer, LayerKernels kernels, RegisterDeltaPlan delta, int row)
    {
        Dialect dialect = Dialect.Of(kernels.Lanes);
        string[] sums = new string[System.Math.Min(delta.TermVectors, kernels.Vectors)];
        for (int v = 0; v < kernels.Vectors; v++)
        {
            string weights = dialect.Load("p", Weight(layer, row, v * kernels.Lanes));
            int lane = v % delta.TermVectors;
            sums[lane] = v < delta.TermVectors
                ? Spell($"({weights} * {D(layer.Index, v)})")
                : dialect.FusedMultiplyAdd(weights, D(layer.Index, v), sums[lane]);
        }

        List<string> vectors = sums.ToList();
        int lanes = delta.Terms;
        for (; lanes > delta.Lanes && lanes > kernels.Lanes; lanes /= 2)
        {
            vectors = AddUpperHalf(vectors, lanes / kernels.Lanes);
        }

        string sum = vectors[0];
        for (; lanes > delta.Lanes; lanes /= 2)
        {
            sum = Dialect.Of(lanes / 2).AddHalves(sum);
        }

        return sum;
    }

    /// <summary>The upper half of the virtual lanes is added to the lower; vectors that a narrow row lacks are zero.</summary>
    private static List<string> AddUpperHalf(List<string> vectors, int whole)
        => vectors.Take(whole / 2).Select((lower, k) => k + (whole / 2) < vectors.Count ? Spell($"({lower} + {vectors[k + (whole / 2)]})") : lower).ToList();

    /// <summary>The vectors of a row added up to its sixteen virtual lanes, and those to the lanes of one vector.</summary>
    private static string SumOfVirtualLanes(List<string> vectors, int whole)
    {
        List<string> sums = vectors.Take(whole).ToList();
        for (int v = whole; v < vectors.Count; v++)
        {
            sums[v % whole] = Spell($"({sums[v % whole]} + {vectors[v]})");
        }

        for (; whole > 1; whole /= 2)
        {
            sums = AddUpperHalf(sums, whole);
        }

        return sums[0];
    }

    /// <summary>(U) <c>w_j += a_j u</c>, <c>b += u</c>, with <c>u = −η δ</c>.</summary>
    private void EmitUpdate(LayerPlan layer)
    {
        LayerKernels kernels = KernelsOf(layer);
        Dialect dialect = Dialect.Of(kernels.Lanes);
        int l = layer.Index;
        for (int v = 0; v < kernels.Vectors; v++)
        {
            int column = v * kernels.Lanes;
            string u = U(l, v);
            for (int j = 0; j < layer.Inputs; j++)
            {
                string at = Weight(layer, j, column);
                writer.Line(dialect.Store(dialect.FusedMultiplyAdd(Input(layer, dialect, j), u, dialect.Load("p", at)), "p", at));
            }

            if (layer.HasBias)
            {
                string at = Number.Text(layer.BiasOffset + column);
                writer.Line(dialect.Store(Spell($"{dialect.Load("p", at)} + {u}"), "p", at));
            }
        }
    }

    /// <summary>Input <paramref name="j"/> of a layer in every lane.</summary>
    private string Input(LayerPlan layer, Dialect dialect, int j)
    {
        if (layer.Index == 1)
        {
            return dialect.Broadcast(Dialect.At("x", Number.Text(j)));
        }

        int lanes = KernelsOf(plan.Layers[layer.Index - 2]).Lanes;
        return dialect.Lane(A(layer.Index - 1, j / lanes), lanes, j % lanes);
    }

    private static string Weight(LayerPlan layer, int input, int column) => Number.Text(layer.WeightOffset + ((long)input * layer.Stride) + column);

    private LayerKernels KernelsOf(LayerPlan layer) => width.Layers[layer.Index - 1];
}
