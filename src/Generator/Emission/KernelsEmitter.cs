using System.Linq;
using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells the nested <c>Kernels</c>: sizes, the choice of the vector width, and a class of kernels for each width.</summary>
internal static class KernelsEmitter
{
    private static readonly (string Signature, string Call)[] Passes =
    {
        ("void ForwardRow(ref float x, ref float parameters, ref float workspace)", "ForwardRow(ref x, ref parameters, ref workspace)"),
        ("void Forward(ref float x, nuint rows, ref float parameters, ref float workspace, nuint capacity)", "Forward(ref x, rows, ref parameters, ref workspace, capacity)"),
        ("void OutputDelta(in " + Names.Targets + " targets, nuint firstRow, nuint rows, float scale, ref float workspace, nuint capacity, ref float costs)", "OutputDelta(targets, firstRow, rows, scale, ref workspace, capacity, ref costs)"),
        ("void Transpose(ref float parameters, ref float transposed, int part, int parts)", "Transpose(ref parameters, ref transposed, part, parts)"),
        ("void Deltas(ref float x, nuint rows, ref float parameters, ref float transposed, ref float workspace, ref float inputGradients)", "Deltas(ref x, rows, ref parameters, ref transposed, ref workspace, ref inputGradients)"),
        ("void Gradient(nuint strip, ref float x, nuint rows, ref float workspace, ref float gradient, bool adds)", "Gradient(strip, ref x, rows, ref workspace, ref gradient, adds)"),
        ("void BackwardRow(ref float x, ref float parameters, ref float workspace, ref float destination, float factor, ref float inputGradients)", "BackwardRow(ref x, ref parameters, ref workspace, ref destination, factor, ref inputGradients)"),
    };

    private static readonly (string Signature, string Call)[] DropoutPasses =
    {
        ("void ForwardWithDropout(ref float x, nuint firstRow, nuint rows, ref float parameters, ref float workspace, in " + Names.Dropout + " dropout)", "ForwardWithDropout(ref x, firstRow, rows, ref parameters, ref workspace, dropout)"),
        ("void DeltasWithDropout(nuint rows, ref float transposed, ref float workspace)", "DeltasWithDropout(rows, ref transposed, ref workspace)"),
    };

    private static readonly (string Signature, string Call, bool ReturnsValue)[] RegisterPasses =
    {
        ("void RegisterForward(ref float x, ref float parameters, ref float outputs)", "RegisterForward(ref x, ref parameters, ref outputs)", false),
        ("float RegisterStep(ref float x, ref float targets, ref float parameters, float factor)", "RegisterStep(ref x, ref targets, ref parameters, factor)", true),
    };

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line("/// <summary>The passes for this topology. In the comments: F, B0 … B4 and U are the equations of docs/mathematics.md.</summary>");
        writer.Open("private readonly struct Kernels : global::Backprop.Training.INetworkKernels" + (plan.HasDropout ? ", global::Backprop.Training.IDropoutKernels" : string.Empty));
        EmitSizes(writer, plan);
        foreach ((string signature, string call) in plan.HasDropout ? Passes.Concat(DropoutPasses) : Passes)
        {
            EmitDispatch(writer, plan, signature, call);
        }

        EmitRegisterDispatch(writer, plan);
        foreach (WidthPlan width in plan.Widths)
        {
            EmitWidth(writer, plan, width);
        }

        writer.Close();
    }

    private static void EmitSizes(SourceWriter writer, NetworkPlan plan)
    {
        WorkspacePlan workspace = plan.Workspace;
        writer.Line("// Layer by layer: inputs, neurons, floats in a row, where the weights start, where the biases start, activation,");
        writer.Line("// inputs of a strip.");
        writer.Line(Spell($"private static readonly {Names.Layout} s_layout = new {Names.Layout}("));
        writer.Line(Spell($"    {plan.Parameters.Length},"));
        foreach (LayerPlan layer in plan.Layers)
        {
            string end = layer == plan.LastLayer ? Spell($") {{ Initializer = global::Backprop.Initializer.{plan.Parameters.Initializer.ToString()} }};") : ",";
            writer.Line(Spell($"    new {Names.LayerLayout}({layer.Inputs}, {layer.Neurons}, {layer.Stride}, {layer.WeightOffset}, {layer.BiasOffset}, global::Backprop.Activation.{layer.Activation.ToString()}, {layer.StripInputs}){end}"));
        }

        writer.Line();
        writer.Line("public int InputSize => " + Number.Text(plan.Topology.InputSize) + ";");
        writer.Line("public int OutputSize => " + Number.Text(plan.Topology.OutputSize) + ";");
        writer.Line(Spell($"public global::Backprop.Loss Loss => global::Backprop.Loss.{plan.Topology.Loss.ToString()};"));
        writer.Line(Spell($"public global::Backprop.Reduction Reduction => global::Backprop.Reduction.{plan.Topology.Reduction.ToString()};"));
        writer.Line(Spell($"public {Names.Layout} Layout => s_layout;"));
        writer.Line("public int BlockLength => " + Number.Text(workspace.BlockFloats) + ";");
        writer.Line("public int BlockRows => " + Number.Text(workspace.BlockRows) + ";");
        writer.Line("public int TransposedLength => " + Number.Text(workspace.TransposedFloats) + ";");
        writer.Line("public int ForwardFloats => " + Number.Text(workspace.ForwardFloats) + ";");
        writer.Line("public int StackRowFloats => " + Number.Text(workspace.StackRowFloats) + ";");
        writer.Line("public int StackRows => " + Number.Text(workspace.StackRows) + ";");
        writer.Line("public int OutputOffset => " + Number.Text(plan.LastLayer.ActivationOffset) + ";");
        writer.Line("public int OutputDeltaOffset => " + Number.Text(plan.LastLayer.DeltaOffset) + ";");
        writer.Line("public int OutputStride => " + Number.Text(plan.LastLayer.Stride) + ";");
        writer.Line(Spell($"public bool RunsInRegisters => {(plan.RunsInRegisters ? Names.VectorWidth + ".IsFusedMultiplyAddLive" : "false")};"));
        if (plan.HasDropout)
        {
            writer.Line("public float DropoutRate => " + Number.Text(plan.Spec.Dropout) + "f;");
        }
    }

    /// <summary>The conditions are constants to the just-in-time compiler: one call is left.</summary>
    private static void EmitDispatch(SourceWriter writer, NetworkPlan plan, string signature, string call)
    {
        writer.Line();
        writer.Line(Names.Inlined);
        writer.Open("public " + signature);
        foreach (WidthPlan width in plan.Widths)
        {
            string statement = Spell($"{width.Name}.{call};");
            if (width.Lanes == 1)
            {
                writer.Line(statement);
                continue;
            }

            writer.Open(Spell($"if ({Names.VectorWidth}.Is{width.Lanes * 32}Live)"));
            writer.Line(statement);
            writer.Line("return;");
            writer.Close();
        }

        writer.Close();
    }

    /// <summary>The passes in registers, at the widths that have them; a network without them has no use for the members.</summary>
    private static void EmitRegisterDispatch(SourceWriter writer, NetworkPlan plan)
    {
        foreach ((string signature, string call, bool returnsValue) in RegisterPasses)
        {
            writer.Line();
            writer.Line(Names.Inlined);
            writer.Open("public " + signature);
            foreach (WidthPlan width in plan.Widths.Where(static width => width.Registers is not null))
            {
                writer.Open(Spell($"if ({Names.VectorWidth}.Is{width.Lanes * 32}Live)"));
                writer.Line(Spell($"{(returnsValue ? "return " : string.Empty)}{width.Name}.{call};"));
                if (!returnsValue)
                {
                    writer.Line("return;");
                }

                writer.Close();
            }

            writer.Line("throw new global::System.NotSupportedException();");
            writer.Close();
        }
    }

    private static void EmitWidth(SourceWriter writer, NetworkPlan plan, WidthPlan width)
    {
        string lanes = width.Lanes == 1 ? "Scalar code" : Spell($"Vectors of {width.Lanes * 32} bits: {width.Lanes} lanes");
        writer.Line();
        writer.Line(Spell($"// {lanes}."));
        writer.Line("//");
        writer.Line("// In the passes: x are the inputs, p the parameters, s the workspace, g the gradients, dx the gradients of the inputs, and of");
        writer.Line("// layer 1 w1 the weights, b1 the biases, z1, a1, d1 its z, a, δ. In the kernels: z2_0 is the sum of row 2 (or, for one row, of");
        writer.Line("// block 2 of the inputs) in vector 0 of a tile; j counts inputs, i neurons, r rows, c columns; e is W transposed times δ.");
        writer.Open("private static class " + width.Name);
        new PassEmitter(writer, plan, width).Emit();
        if (width.Registers is RegisterPlan registers)
        {
            new RegisterEmitter(writer, plan, width).Emit(registers);
        }

        foreach (LayerPlan layer in plan.Layers.Where(static layer => layer.Shape == layer.Index))
        {
            LayerKernels kernels = width.Layers[layer.Index - 1];
            EmitForwardRow(writer, layer, kernels);
            ProductEmitter.Emit(writer, kernels.Forward);
            RowEmitter.EmitInputDelta(writer, layer, kernels);
            if (kernels.InputDelta is ProductPlan inputDelta)
            {
                ProductEmitter.Emit(writer, inputDelta);
            }

            EmitUpdateRow(writer, layer, kernels);
            ProductEmitter.Emit(writer, kernels.WeightGradient);
        }

        writer.Close();
    }

    private static void EmitForwardRow(SourceWriter writer, LayerPlan layer, LayerKernels kernels)
    {
        if (layer.Marks is MarksPlan marks && kernels.SparseRow is SparseRowPlan sparse)
        {
            new SparseRowEmitter(writer, layer, marks, sparse).EmitForward();
            return;
        }

        RowEmitter.EmitForward(writer, layer, kernels.ForwardRow);
    }

    private static void EmitUpdateRow(SourceWriter writer, LayerPlan layer, LayerKernels kernels)
    {
        if (layer.Marks is MarksPlan marks && kernels.SparseRow is SparseRowPlan sparse)
        {
            new SparseRowEmitter(writer, layer, marks, sparse).EmitUpdate();
            return;
        }

        RowEmitter.EmitUpdate(writer, layer, kernels.Update);
    }
}
