using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>
/// Spells the passes: the order in which a network's kernels run, and where everything they touch lies. In the emitted code
/// <c>x</c> are the inputs, <c>p</c> the parameters, <c>s</c> the workspace, <c>g</c> the gradients, and a number is a layer's:
/// <c>a1</c>, <c>z1</c>, <c>d1</c> (δ), <c>w1</c>, <c>b1</c>.
/// </summary>
internal sealed class PassEmitter(SourceWriter writer, NetworkPlan plan, WidthPlan width)
{
    /// <summary>Emits every pass of one width.</summary>
    public void Emit()
    {
        EmitForwardRow();
        EmitForward();
        EmitOutputDelta();
        EmitBackwardRow();
        EmitTranspose();
        EmitDeltas();
        EmitGradient();
        if (plan.HasDropout)
        {
            EmitForwardWithDropout();
            EmitDeltasWithDropout();
        }
    }

    private static string ActivationType(ActivationKind activation) => Spell($"global::Backprop.Numerics.{activation.ToString()}Activation");

    private static string A(int layer) => layer == 0 ? "x" : Spell($"a{layer}");

    /// <summary>Where <c>z</c> is not kept, <c>a</c> takes its place.</summary>
    private static string Z(LayerPlan layer) => layer.KeepsPreactivation ? Spell($"z{layer.Index}") : A(layer.Index);

    private void EmitForwardRow() => EmitPass(
        "ForwardRow",
        "ref float x, ref float p, ref float s",
        "ref x, ref p, ref s",
        plan.Layers,
        "// (F) for one row.",
        (layer, isFirst) =>
        {
            if (isFirst && layer.Index > 1)
            {
                EmitAt(A(layer.Index - 1), "s", plan.Layers[layer.Index - 2].ActivationOffset);
            }

            EmitWeights(layer, "p");
            EmitRowActivations(layer);
            string marks = EmitMarks(layer);
            if (layer.Marks is MarksPlan known)
            {
                writer.Line(Spell($"global::Backprop.Numerics.NonZeros.{(known.ArePairs ? "MarkPairs" : "Mark")}(ref x, {layer.Inputs}{marks});"));
            }

            writer.Line(Spell($"ForwardRow{layer.Shape}(ref {A(layer.Index - 1)}{marks}, ref w{layer.Index}, ref {Z(layer)});"));
            EmitActivation(layer, "1", KernelsOf(layer).Lanes);
        });

    private void EmitForward() => EmitPass(
        "Forward",
        "ref float x, nuint rows, ref float p, ref float s, nuint capacity",
        "ref x, rows, ref p, ref s, capacity",
        plan.Layers,
        "// (F) for the rows of a block: layer by layer, while they are in the cache.",
        EmitForwardOfRows);

    private void EmitForwardOfRows(LayerPlan layer, bool isFirst)
    {
        if (isFirst && layer.Index > 1)
        {
            EmitRegion(A(layer.Index - 1), plan.Layers[layer.Index - 2].ActivationOffset);
        }

        EmitWeights(layer, "p");
        if (layer.HasBias)
        {
            EmitAt(Spell($"b{layer.Index}"), "p", layer.BiasOffset);
        }

        EmitActivations(layer);
        string bias = layer.HasBias ? Spell($", ref b{layer.Index}") : string.Empty;
        writer.Line(Spell($"Forward{layer.Shape}(ref {A(layer.Index - 1)}, ref w{layer.Index}{bias}, ref {Z(layer)}, rows);"));
        EmitActivation(layer, "rows", width.Lanes);
    }

    private void EmitForwardWithDropout() => EmitPass(
        "ForwardWithDropout",
        Spell($"ref float x, nuint firstRow, nuint rows, ref float p, ref float s, in {Names.Dropout} dropout"),
        "ref x, firstRow, rows, ref p, ref s, dropout",
        plan.Layers,
        "// (F) of a training step: what a hidden layer passes on is h = m a, with m = 0 for outputs that are dropped. It takes the place\n"
        + "// of a; f is ∂h/∂z.",
        (layer, isFirst) =>
        {
            EmitCapacity(isFirst);
            EmitForwardOfRows(layer, isFirst);
            if (layer.Dropout is DropoutPlan dropout)
            {
                int l = layer.Index;
                LayerKernels kernels = KernelsOf(layer);
                EmitRegion(Spell($"f{l}"), dropout.SlopeOffset);
                writer.Line(Spell($"{Dialect.Of(kernels.Lanes).Rows}.Drop<{ActivationType(layer.Activation)}>(ref {Z(layer)}, ref {A(l)}, ref f{l}, dropout, {dropout.FirstNeuron}, firstRow, rows, {layer.Stride}, {kernels.Columns}, {layer.Neurons});"));
            }
        });

    /// <summary>One row of a narrow layer is one narrow vector; of many rows, a vector of the widest kind takes several.</summary>
    private void EmitActivation(LayerPlan layer, string rows, int lanes)
    {
        if (layer.Activation == ActivationKind.Identity)
        {
            return;
        }

        LayerKernels kernels = KernelsOf(layer);
        string alias = Dialect.Of(lanes).Rows;
        string shape = Spell($"ref {Z(layer)}, ref {A(layer.Index)}, {rows}, {layer.Stride}, {kernels.Columns}");
        writer.Line(layer.Activation == ActivationKind.Softmax
            ? Spell($"{alias}.Softmax({shape}, {layer.Neurons});")
            : Spell($"{alias}.Activate<{ActivationType(layer.Activation)}>({shape});"));
    }

    private void EmitOutputDelta()
    {
        LayerPlan last = plan.LastLayer;
        LayerKernels kernels = KernelsOf(last);
        string alias = Dialect.Of(width.Lanes).Output;
        string activation = ActivationType(plan.Output.Activation);
        string loss = Spell($"global::Backprop.Numerics.{plan.Output.Loss.ToString()}Loss");
        string shape = Spell($"targets, firstRow, rows, {last.Stride}, {kernels.Columns}, {last.Neurons}");
        string d = Spell($"ref d{last.Index}");
        string z = "ref " + Z(last);
        string a = "ref " + A(last.Index);
        writer.Line();
        writer.Line("// (B1): the cost of each row, and δ of the last layer.");
        writer.Line(Names.Optimized);
        writer.Open(Spell($"public static void OutputDelta(in {Names.Targets} targets, nuint firstRow, nuint rows, float scale, ref float s, nuint capacity, ref float costs)"));
        EmitActivations(last);
        EmitRegion(Spell($"d{last.Index}"), last.DeltaOffset);
        writer.Open("if (targets.AreOutputGradients)");
        writer.Line(plan.Output.Activation == ActivationKind.Softmax
            ? Spell($"{alias}.SoftmaxFromOutputGradients({a}, {shape}, {d});")
            : Spell($"{alias}.FromOutputGradients<{activation}>({z}, {a}, {shape}, {d});"));
        writer.Line("return;");
        writer.Close();
        writer.Line(plan.Output.Kind switch
        {
            OutputKind.Elementwise => Spell($"{alias}.Elementwise<{activation}, {loss}>({z}, {a}, {shape}, scale, {d}, ref costs);"),
            OutputKind.Softmax => Spell($"{alias}.Softmax<{loss}>({a}, {shape}, scale, {d}, ref costs);"),
            _ => Spell($"{alias}.{plan.Output.Kind.ToString()}({z}, {a}, {shape}, scale, {d}, ref costs);"),
        });
        writer.Close();
    }

    private void EmitBackwardRow() => EmitPass(
        "BackwardRow",
        "ref float x, ref float p, ref float s, ref float destination, float factor, ref float dx",
        "ref x, ref p, ref s, ref destination, factor, ref dx",
        plan.Layers.Reverse(),
        "// (B2 … B4) for one row, from the last layer to the first. The destination may be the parameters: each layer passes\n"
        + "// its δ on before its weights change.",
        (layer, isFirst) =>
        {
            int l = layer.Index;
            if (isFirst)
            {
                EmitAt(Spell($"d{l}"), "s", layer.DeltaOffset);
            }

            EmitWeights(layer, "p");
            if (l > 1)
            {
                LayerPlan before = plan.Layers[l - 2];
                EmitRowActivations(before);
                EmitAt(Spell($"d{l - 1}"), "s", before.DeltaOffset);
                writer.Line(Spell($"InputDeltaRow{layer.Shape}(ref d{l}, ref w{l}, ref d{l - 1});"));
                EmitDerivative(before, "1", KernelsOf(before).Lanes);
            }
            else
            {
                writer.Open("if (!__Refs.IsNullRef(ref dx))");
                writer.Line("InputDeltaRow1(ref d1, ref w1, ref dx);");
                writer.Close();
            }

            LayerKernels kernels = KernelsOf(layer);
            writer.Line(Spell($"{Dialect.Of(kernels.Lanes).Rows}.Scale(ref d{l}, factor, {kernels.Columns});"));
            string marks = EmitMarks(layer);
            writer.Line(Spell($"Update{layer.Shape}(ref {A(l - 1)}{marks}, ref d{l}, ref {Dialect.At("destination", Number.Text(layer.WeightOffset))});"));
        });

    private void EmitTranspose() => EmitPass(
        "Transpose",
        "ref float p, ref float t, int part, int parts",
        "ref p, ref t, part, parts",
        plan.Layers.Skip(1),
        "// The deltas of many rows run over the neurons of a layer: their weights are wanted as [neuron][input], in panels as wide as\n"
        + "// a tile, so that a tile reads on and on. The parts take turns with the panels.",
        (layer, _) =>
        {
            foreach (PanelPlan panel in KernelsOf(layer).InputDelta!.Panels)
            {
                string inputs = layer.Inputs < panel.EndColumn
                    ? Spell($"global::System.Math.Min({panel.Width}, {layer.Inputs} - c)")
                    : Number.Text(panel.Width);
                writer.Open(Spell($"for (int c = {panel.FirstColumn} + (part * {panel.Width}); c < {panel.EndColumn}; c += parts * {panel.Width})"));
                writer.Line(Spell($"global::Backprop.Memory.Matrix.Transpose(ref __Refs.Add(ref p, {layer.WeightOffset} + (c * {layer.Stride})), {inputs}, {layer.Neurons}, {layer.Stride}, ref __Refs.Add(ref t, {layer.TransposedOffset} + (c * {layer.Neurons})), {panel.Width}, {panel.Width});"));
                writer.Close();
            }
        });

    private void EmitDeltas() => EmitPass(
        "Deltas",
        "ref float x, nuint rows, ref float p, ref float t, ref float s, ref float dx",
        "ref x, rows, ref p, ref t, ref s, ref dx",
        plan.Layers.Reverse(),
        "// (B2, B0) for the rows of a block, from the last layer to the first.",
        (layer, isFirst) =>
        {
            int l = layer.Index;
            EmitCapacity(isFirst);
            if (isFirst)
            {
                EmitRegion(Spell($"d{l}"), layer.DeltaOffset);
            }

            if (l > 1)
            {
                LayerPlan before = plan.Layers[l - 2];
                EmitActivations(before);
                EmitRegion(Spell($"d{l - 1}"), before.DeltaOffset);
                EmitInputDelta(layer);
                EmitDerivative(before, "rows", width.Lanes);
                return;
            }

            writer.Open("if (!__Refs.IsNullRef(ref dx))");
            writer.Open("for (nuint r = 0; r < rows; r++)");
            writer.Line(Spell($"InputDeltaRow1(ref __Refs.Add(ref d1, r * {layer.Stride}), ref {Dialect.At("p", Number.Text(layer.WeightOffset))}, ref __Refs.Add(ref dx, r * {layer.Inputs}));"));
            writer.Close();
            writer.Close();
        });

    private void EmitDeltasWithDropout() => EmitPass(
        "DeltasWithDropout",
        "nuint rows, ref float t, ref float s",
        "rows, ref t, ref s",
        plan.Layers.Skip(1).Reverse(),
        "// (B2) of a training step: where f = ∂h/∂z is zero, an output was dropped, and its δ is zero.",
        (layer, isFirst) =>
        {
            int l = layer.Index;
            EmitCapacity(isFirst);
            if (isFirst)
            {
                EmitRegion(Spell($"d{l}"), layer.DeltaOffset);
            }

            LayerPlan before = plan.Layers[l - 2];
            LayerKernels kernels = KernelsOf(before);
            EmitRegion(Spell($"f{l - 1}"), before.Dropout!.SlopeOffset);
            EmitRegion(Spell($"d{l - 1}"), before.DeltaOffset);
            EmitInputDelta(layer);
            writer.Line(Spell($"{Dialect.Of(kernels.Lanes).Rows}.MultiplyBySlope(ref d{l - 1}, ref f{l - 1}, rows, {before.Stride}, {kernels.Columns}, {before.Neurons});"));
        });

    private void EmitInputDelta(LayerPlan layer)
        => writer.Line(Spell($"InputDelta{layer.Shape}(ref d{layer.Index}, ref {Dialect.At("t", Number.Text(layer.TransposedOffset))}, ref d{layer.Index - 1}, rows);"));

    private void EmitGradient() => EmitPass(
        "Gradient",
        "nuint strip, ref float x, nuint rows, ref float s, ref float g, bool adds",
        "strip, ref x, rows, ref s, ref g, adds",
        plan.Layers,
        "// (B3, B4) of one strip, the weights of some inputs of a layer, and of its biases if it is the last: the sum over the rows\n"
        + "// of a block, stored or added to what is there.",
        (layer, isFirst) =>
        {
            int l = layer.Index;
            EmitCapacity(isFirst);
            writer.Open(l == 1 ? Spell($"if (strip < {layer.EndStrip})") : Spell($"if (strip >= {layer.FirstStrip} && strip < {layer.EndStrip})"));
            if (l > 1)
            {
                EmitRegion(A(l - 1), plan.Layers[l - 2].ActivationOffset);
            }

            EmitRegion(Spell($"d{l}"), layer.DeltaOffset);
            LayerKernels kernels = KernelsOf(layer);
            string isLast = Spell($"strip == {layer.EndStrip - 1}");
            if (kernels.Columns < layer.Stride)
            {
                writer.Line("// Columns that no vector covers.");
                writer.Open("if (!adds)");
                writer.Line(Spell($"global::Backprop.Memory.Matrix.Clear(ref g, {OfStrip(layer.LastStripRows * layer.Stride, layer.StripInputs * layer.Stride, string.Empty)});"));
                writer.Close();
            }

            string first = l == 1 ? "strip" : Spell($"(strip - {layer.FirstStrip})");
            string inputs = layer.Strips == 1 ? Spell($"ref {A(l - 1)}") : Spell($"ref __Refs.Add(ref {A(l - 1)}, {first} * {layer.StripInputs})");
            writer.Line(Spell($"WeightGradient{layer.Shape}({inputs}, ref d{l}, ref g, {OfStrip(layer.LastStripInputs, layer.StripInputs, "(nuint)")}, rows, adds);"));
            if (layer.HasBias && layer.Strips > 1)
            {
                writer.Open(Spell($"if ({isLast})"));
                EmitBiasGradient();
                writer.Close();
            }
            else if (layer.HasBias)
            {
                EmitBiasGradient();
            }

            writer.Close();

            // A number of the last strip, or of the others.
            string OfStrip(int last, int other, string cast) => layer.Strips == 1 || last == other
                ? Number.Text(last)
                : Spell($"{isLast} ? {last} : {cast}{other}");

            void EmitBiasGradient()
            {
                string biases = Dialect.At("g", Number.Text(layer.LastStripInputs * layer.Stride));
                writer.Line(Spell($"{Dialect.Of(kernels.Lanes).Rows}.SumRows(ref {biases}, ref d{l}, rows, {layer.Stride}, {kernels.Columns}, adds);"));
            }
        });

    /// <summary>
    /// Emits one pass, layer by layer, in the methods that the plan cuts it into. Each method names what it uses:
    /// <paramref name="emitLayer"/> is told which layer is the first of its method.
    /// </summary>
    private void EmitPass(string name, string parameters, string arguments, IEnumerable<LayerPlan> layers, string comment, Action<LayerPlan, bool> emitLayer)
    {
        EquatableArray<EquatableArray<LayerPlan>> methods = plan.MethodsOf(layers);
        writer.Line();
        writer.Lines(comment);
        if (methods.Count == 1)
        {
            EmitMethod(Spell($"public static void {name}({parameters})"), methods[0], emitLayer);
            return;
        }

        writer.Open(Spell($"public static void {name}({parameters})"));
        for (int part = 1; part <= methods.Count; part++)
        {
            writer.Line(Spell($"{name}Part{part}({arguments});"));
        }

        writer.Close();
        for (int part = 1; part <= methods.Count; part++)
        {
            EmitMethod(Spell($"private static void {name}Part{part}({parameters})"), methods[part - 1], emitLayer);
        }
    }

    private void EmitMethod(string signature, EquatableArray<LayerPlan> layers, Action<LayerPlan, bool> emitLayer)
    {
        writer.Line(Names.Optimized);
        writer.Open(signature);
        bool isFirst = true;
        foreach (LayerPlan layer in layers)
        {
            writer.Line();
            writer.Line(Spell($"// Layer {layer.Index}: {layer.Inputs} → {layer.Neurons} {layer.Activation.ToString()}."));
            emitLayer(layer, isFirst);
            isFirst = false;
        }

        writer.Close();
    }

    private void EmitDerivative(LayerPlan layer, string rows, int lanes)
    {
        LayerKernels kernels = KernelsOf(layer);
        if (kernels.HasDerivativePass)
        {
            writer.Line(Spell($"{Dialect.Of(lanes).Rows}.MultiplyByDerivative<{ActivationType(layer.Activation)}>(ref d{layer.Index}, ref {Z(layer)}, ref {A(layer.Index)}, {rows}, {layer.Stride}, {kernels.Columns}, {layer.Neurons});"));
        }
    }

    private void EmitWeights(LayerPlan layer, string parameters) => EmitAt(Spell($"w{layer.Index}"), parameters, layer.WeightOffset);

    /// <summary>Names a layer's <c>a</c>, and <c>z</c> where it is kept, of a block.</summary>
    private void EmitActivations(LayerPlan layer)
    {
        EmitRegion(A(layer.Index), layer.ActivationOffset);
        if (layer.KeepsPreactivation)
        {
            EmitRegion(Z(layer), layer.PreactivationOffset);
        }
    }

    /// <summary>Names a layer's <c>a</c>, and <c>z</c> where it is kept, of one row.</summary>
    private void EmitRowActivations(LayerPlan layer)
    {
        EmitAt(A(layer.Index), "s", layer.ActivationOffset);
        if (layer.KeepsPreactivation)
        {
            EmitAt(Z(layer), "s", layer.PreactivationOffset);
        }
    }

    /// <summary>Names the marks of a row's inputs, where there are any.</summary>
    /// <returns>They as one more argument, or nothing.</returns>
    private string EmitMarks(LayerPlan layer)
    {
        if (layer.Marks is not MarksPlan marks)
        {
            return string.Empty;
        }

        writer.Line(Spell($"ref byte marks = ref __Refs.As<float, byte>(ref {Dialect.At("s", Number.Text(marks.Offset))});"));
        return ", ref marks";
    }

    private void EmitCapacity(bool isFirst)
    {
        if (isFirst)
        {
            writer.Line(Spell($"const int capacity = {plan.Workspace.BlockRows};"));
        }
    }

    private void EmitRegion(string name, int offset)
        => writer.Line(Spell($"ref float {name} = ref {Dialect.At("s", offset == 0 ? "0" : Spell($"{offset} * capacity"))};"));

    private void EmitAt(string name, string storage, int offset)
        => writer.Line(Spell($"ref float {name} = ref {Dialect.At(storage, Number.Text(offset))};"));

    private LayerKernels KernelsOf(LayerPlan layer) => width.Layers[layer.Index - 1];
}
