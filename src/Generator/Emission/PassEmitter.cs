using Backprop.Generator.Model;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells the passes: the order in which a network's kernels run, with the offsets of everything they touch.</summary>
internal sealed class PassEmitter(SourceWriter writer, NetworkPlan plan, WidthPlan width)
{
    /// <summary>Emits every pass of one width.</summary>
    public void Emit()
    {
        EmitForwardRow();
        EmitForward();
        EmitOutputDelta();
        EmitBackwardRow();
        EmitBackward();
    }

    private static bool HasActivationPass(LayerPlan layer) => layer.Activation != ActivationKind.Identity || layer.KeepsPreactivation;

    private static string ActivationType(ActivationKind activation) => Spell($"global::Backprop.Numerics.{activation.ToString()}Activation");

    private void EmitForwardRow()
    {
        writer.Line();
        writer.Line("// (F) for one row: each layer's sums, then its activation.");
        writer.Open("public static void ForwardRow(ref float x, ref float p, ref float s)");
        foreach (LayerPlan layer in plan.Layers)
        {
            string input = layer.Index == 1 ? "x" : Dialect.At("s", Number.Text(plan.Layers[layer.Index - 2].ActivationOffset));
            writer.Line(Spell($"ForwardRow{layer.Index}(ref {input}, ref {Dialect.At("p", Number.Text(layer.WeightOffset))}, ref {Dialect.At("s", Number.Text(layer.PreactivationOffset))});"));
            EmitActivation(layer, Dialect.At("s", Number.Text(layer.PreactivationOffset)), Dialect.At("s", Number.Text(layer.ActivationOffset)), "1");
        }

        writer.Close();
    }

    private void EmitForward()
    {
        writer.Line();
        writer.Line("// (F) for many rows: each layer's product, then its activation, while the block is in the cache.");
        writer.Open("public static void Forward(ref float x, nuint rows, ref float p, ref float s, nuint capacity)");
        foreach (LayerPlan layer in plan.Layers)
        {
            string a = layer.Index == 1 ? "x" : Spell($"a{layer.Index - 1}");
            string z = layer.KeepsPreactivation ? Spell($"z{layer.Index}") : Spell($"a{layer.Index}");
            EmitRegion(Spell($"a{layer.Index}"), layer.ActivationOffset);
            if (layer.KeepsPreactivation)
            {
                EmitRegion(z, layer.PreactivationOffset);
            }

            EmitProduct(layer, a, z);
            EmitActivation(layer, z, Spell($"a{layer.Index}"), "rows");
        }

        writer.Close();
    }

    private void EmitProduct(LayerPlan layer, string a, string z)
    {
        string name = Spell($"Forward{layer.Index}");
        string weights = Dialect.At("p", Number.Text(layer.WeightOffset));
        string bias = Dialect.At("p", Number.Text(layer.BiasOffset));
        if (layer.Chains == 1)
        {
            string start = layer.HasBias ? Spell($", ref {bias}") : string.Empty;
            writer.Line(Spell($"{name}(ref {a}, ref {weights}{start}, ref {z}, rows);"));
            return;
        }

        LayerKernels kernels = KernelsOf(layer);
        string rows = Dialect.Of(kernels.Lanes).Rows;
        writer.Line(layer.HasBias
            ? Spell($"{rows}.FillRows(ref {bias}, ref {z}, rows, {layer.Stride}, {kernels.Columns});")
            : Spell($"{rows}.ClearRows(ref {z}, rows, {layer.Stride}, {kernels.Columns});"));
        bool isEven = layer.LastChainLength == layer.ChainLength;
        writer.Open(Spell($"for (nuint j = 0; j < {(isEven ? layer.Inputs : (layer.Chains - 1) * layer.ChainLength)}; j += {layer.ChainLength})"));
        writer.Line(Spell($"{name}(ref Refs.Add(ref {a}, j), ref Refs.Add(ref {weights}, j * {layer.Stride}), ref {z}, rows{(isEven ? string.Empty : Spell($", {layer.ChainLength}"))});"));
        writer.Close();
        if (!isEven)
        {
            int last = layer.Inputs - layer.LastChainLength;
            writer.Line(Spell($"{name}(ref Refs.Add(ref {a}, {last}), ref Refs.Add(ref {weights}, {last * layer.Stride}), ref {z}, rows, {layer.LastChainLength});"));
        }
    }

    private void EmitActivation(LayerPlan layer, string z, string a, string rows)
    {
        if (!HasActivationPass(layer))
        {
            return;
        }

        LayerKernels kernels = KernelsOf(layer);
        string alias = Dialect.Of(kernels.Lanes).Rows;
        writer.Line(layer.Activation == ActivationKind.Softmax
            ? Spell($"{alias}.Softmax(ref {z}, ref {a}, {rows}, {layer.Stride}, {kernels.Columns}, {layer.Neurons});")
            : Spell($"{alias}.Activate<{ActivationType(layer.Activation)}>(ref {z}, ref {a}, {rows}, {layer.Stride}, {kernels.Columns});"));
    }

    private void EmitOutputDelta()
    {
        LayerPlan last = plan.LastLayer;
        LayerKernels kernels = KernelsOf(last);
        string alias = Dialect.Of(kernels.Lanes).Output;
        string activation = ActivationType(plan.Output.Activation);
        string loss = Spell($"global::Backprop.Numerics.{plan.Output.Loss.ToString()}Loss");
        string shape = Spell($"{last.Stride}, {kernels.Columns}, {last.Neurons}");
        string delta = Spell($"ref d{last.Index}");
        string z = last.KeepsPreactivation ? Spell($"ref z{last.Index}") : Spell($"ref a{last.Index}");
        string a = Spell($"ref a{last.Index}");
        writer.Line();
        writer.Line("// (B1): the cost of each row, and δ of the last layer.");
        writer.Open(Spell($"public static double OutputDelta(in {Names.Targets} targets, nuint firstRow, nuint rows, float scale, ref float s, nuint capacity)"));
        EmitRegion(Spell($"a{last.Index}"), last.ActivationOffset);
        if (last.KeepsPreactivation)
        {
            EmitRegion(Spell($"z{last.Index}"), last.PreactivationOffset);
        }

        EmitRegion(Spell($"d{last.Index}"), DeltaOffset(last));
        writer.Open("if (targets.AreOutputGradients)");
        writer.Line(plan.Output.Activation == ActivationKind.Softmax
            ? Spell($"{alias}.SoftmaxFromOutputGradients({a}, targets, firstRow, rows, {shape}, {delta});")
            : Spell($"{alias}.FromOutputGradients<{activation}>({z}, {a}, targets, firstRow, rows, {shape}, {delta});"));
        writer.Line("return 0;");
        writer.Close();
        writer.Line();
        writer.Line("return " + plan.Output.Kind switch
        {
            OutputKind.Elementwise => Spell($"{alias}.Elementwise<{activation}, {loss}>({z}, {a}, targets, firstRow, rows, {shape}, scale, {delta});"),
            OutputKind.Softmax => Spell($"{alias}.Softmax<{loss}>({a}, targets, firstRow, rows, {shape}, scale, {delta});"),
            _ => Spell($"{alias}.{plan.Output.Kind.ToString()}({z}, {a}, targets, firstRow, rows, {shape}, scale, {delta});"),
        });
        writer.Close();
    }

    private void EmitBackwardRow()
    {
        writer.Line();
        writer.Line("// (B2 … B4) for one row, from the last layer to the first: the sums for the layer before are taken before the weights change.");
        writer.Open("public static void BackwardRow(ref float x, ref float p, ref float s, ref float destination, float factor, ref float dx)");
        for (int l = plan.Layers.Count; l >= 1; l--)
        {
            LayerPlan layer = plan.Layers[l - 1];
            LayerKernels kernels = KernelsOf(layer);
            string weights = Dialect.At("p", Number.Text(layer.WeightOffset));
            string delta = Dialect.At("s", Number.Text(DeltaOffset(layer)));
            string input = "x";
            if (l > 1)
            {
                LayerPlan before = plan.Layers[l - 2];
                string deltaBefore = Dialect.At("s", Number.Text(DeltaOffset(before)));
                input = Dialect.At("s", Number.Text(before.ActivationOffset));
                writer.Line(Spell($"InputDeltaRow{l}(ref {delta}, ref {weights}, ref {deltaBefore});"));
                EmitDerivative(before, deltaBefore, Dialect.At("s", Number.Text(before.PreactivationOffset)), input, "1");
            }
            else
            {
                writer.Open("if (!Refs.IsNullRef(ref dx))");
                writer.Line(Spell($"InputDeltaRow1(ref {delta}, ref {weights}, ref dx);"));
                writer.Close();
                writer.Line();
            }

            writer.Line(Spell($"{Dialect.Of(kernels.Lanes).Rows}.Scale(ref {delta}, factor, {kernels.Columns});"));
            writer.Line(Spell($"Update{l}(ref {input}, ref {delta}, ref {Dialect.At("destination", Number.Text(layer.WeightOffset))});"));
        }

        writer.Close();
    }

    private void EmitBackward()
    {
        writer.Line();
        writer.Line("// (B2 … B4) for many rows, from the last layer to the first.");
        writer.Open(Spell($"public static void Backward(ref float x, nuint rows, ref float p, ref float s, ref float g, ref float dx)"));
        writer.Line(Spell($"const int capacity = {plan.Workspace.BlockRows};"));
        for (int l = plan.Layers.Count; l >= 1; l--)
        {
            LayerPlan layer = plan.Layers[l - 1];
            LayerKernels kernels = KernelsOf(layer);
            string alias = Dialect.Of(kernels.Lanes).Rows;
            string gradients = Dialect.At("g", Number.Text(layer.WeightOffset));
            string delta = Spell($"d{l}");
            if (l == plan.Layers.Count)
            {
                EmitRegion(delta, DeltaOffset(layer));
            }

            string input = "x";
            if (l > 1)
            {
                LayerPlan before = plan.Layers[l - 2];
                input = Spell($"a{l - 1}");
                EmitRegion(input, before.ActivationOffset);
            }

            writer.Line(Spell($"WeightGradient{l}(ref {input}, ref {delta}, ref {gradients}, rows);"));
            if (layer.HasBias)
            {
                writer.Line(Spell($"{alias}.AddRows(ref {Dialect.At("g", Number.Text(layer.BiasOffset))}, ref {delta}, rows, {layer.Stride}, {kernels.Columns});"));
            }

            if (l > 1)
            {
                LayerPlan before = plan.Layers[l - 2];
                string deltaBefore = Spell($"d{l - 1}");
                string z = before.KeepsPreactivation ? Spell($"z{l - 1}") : input;
                EmitRegion(deltaBefore, DeltaOffset(before));
                if (before.KeepsPreactivation)
                {
                    EmitRegion(z, before.PreactivationOffset);
                }

                writer.Line(Spell($"InputDelta{l}(ref {delta}, ref Refs.Add(ref s, {layer.TransposedOffset}), ref {deltaBefore}, rows);"));
                EmitDerivative(before, deltaBefore, z, input, "rows");
            }
        }

        LayerPlan first = plan.Layers[0];
        writer.Open("if (!Refs.IsNullRef(ref dx))");
        writer.Open("for (nuint r = 0; r < rows; r++)");
        writer.Line(Spell($"InputDeltaRow1(ref Refs.Add(ref d1, r * {first.Stride}), ref {Dialect.At("p", Number.Text(first.WeightOffset))}, ref Refs.Add(ref dx, r * {first.Inputs}));"));
        writer.Close();
        writer.Close();
        writer.Close();
    }

    private void EmitDerivative(LayerPlan layer, string delta, string z, string a, string rows)
    {
        if (layer.Activation == ActivationKind.Identity)
        {
            return;
        }

        LayerKernels kernels = KernelsOf(layer);
        writer.Line(Spell($"{Dialect.Of(kernels.Lanes).Rows}.MultiplyByDerivative<{ActivationType(layer.Activation)}>(ref {delta}, ref {z}, ref {a}, {rows}, {layer.Stride}, {kernels.Columns});"));
    }

    private void EmitRegion(string name, int offset)
        => writer.Line(offset == 0 ? Spell($"ref float {name} = ref s;") : Spell($"ref float {name} = ref Refs.Add(ref s, {offset} * capacity);"));

    private int DeltaOffset(LayerPlan layer) => plan.Workspace.DeltaOffsetOf(layer.Index, plan.Layers.Count);

    private LayerKernels KernelsOf(LayerPlan layer) => width.Layers[layer.Index - 1];
}
