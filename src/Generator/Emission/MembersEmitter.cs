using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells the public members: constants, and one line each that forwards to the runtime.</summary>
internal static class MembersEmitter
{
    private const string Core = "_backprop";

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        string name = plan.Spec.Type.Name;
        int inputs = plan.Topology.InputSize;
        int outputs = plan.Topology.OutputSize;
        string core = "global::Backprop.Training.NetworkCore<" + (plan.HasDropout ? "Kernels, Kernels>" : "Kernels>");

        writer.Line("/// <summary>The number of values in one input row.</summary>");
        writer.Line(Spell($"public const int InputSize = {inputs};"));
        writer.Line();
        writer.Line("/// <summary>The number of values in one output row.</summary>");
        writer.Line(Spell($"public const int OutputSize = {outputs};"));
        writer.Line();
        writer.Line("/// <summary>The number of layers with weights.</summary>");
        writer.Line(Spell($"public const int LayerCount = {plan.Layers.Count};"));
        writer.Line();
        writer.Line("/// <summary>The number of weights and biases.</summary>");
        writer.Line(Spell($"public const int ParameterCount = {plan.Parameters.Count};"));
        writer.Line();
        writer.Line(Spell($"private readonly {core} {Core};"));
        writer.Line();
        writer.Line("/// <summary>Allocates all the network will ever need, and initialises it with seed 0.</summary>");
        writer.Line(Spell($"public {name}() : this(0UL)"));
        writer.Line("{");
        writer.Line("}");
        writer.Line();
        writer.Line("/// <summary>Allocates all the network will ever need, and initialises it.</summary>");
        writer.Line("/// <param name=\"seed\">The same seed gives the same weights, on every machine.</param>");
        writer.Line(Spell($"public {name}(ulong seed) => {Core} = new {core}(seed);"));
        writer.Line();
        foreach (string constant in new[] { "InputSize", "OutputSize", "LayerCount", "ParameterCount" })
        {
            writer.Line(Spell($"int global::Backprop.INetwork.{constant} => {constant};"));
            writer.Line();
        }

        writer.Line(Spell($"global::Backprop.Training.NetworkCore global::Backprop.INetwork.Core => {Core};"));
        writer.Line();
        Member(Spell($"{Names.Floats} Parameters"), "Parameters");
        Member(Spell($"{Names.Floats} Gradients"), "Gradients");
        writer.Line("/// <inheritdoc/>");
        writer.Line(Spell($"public {Names.Threads} Threads {{ get => {Core}.Threads; set => {Core}.Threads = value; }}"));
        writer.Line();
        Member("void ZeroGradients()", "ZeroGradients()");
        Member("void Initialize(ulong seed)", "Initialize(seed)");
        Member(Spell($"void Forward({Names.ReadOnlyFloats} inputs, {Names.Floats} outputs)"), "Forward(inputs, outputs)", isOptimized: true);
        Member(Spell($"int Predict({Names.ReadOnlyFloats} input)"), "Predict(input)", isOptimized: true);
        foreach ((string type, string y) in new[] { (Names.ReadOnlyFloats, "targets"), (Names.Labels, "labels") })
        {
            Member(Spell($"float Cost({Names.ReadOnlyFloats} inputs, {type} {y})"), Spell($"Cost(inputs, {y})"));
            Member(Spell($"float Backward({Names.ReadOnlyFloats} inputs, {type} {y})"), Spell($"Backward(inputs, {y})"));
            Member(Spell($"float Backward({Names.ReadOnlyFloats} inputs, {type} {y}, {Names.Floats} inputGradients)"), Spell($"Backward(inputs, {y}, inputGradients)"));
            Member(Spell($"float Train({Names.ReadOnlyFloats} inputs, {type} {y}, {Names.Optimizer} optimizer)"), Spell($"Train(this, inputs, {y}, optimizer)"), isOptimized: true);
        }

        Member(Spell($"void BackwardFromOutput({Names.ReadOnlyFloats} inputs, {Names.ReadOnlyFloats} outputGradients)"), "BackwardFromOutput(inputs, outputGradients)");
        Member(Spell($"void BackwardFromOutput({Names.ReadOnlyFloats} inputs, {Names.ReadOnlyFloats} outputGradients, {Names.Floats} inputGradients)"), "BackwardFromOutput(inputs, outputGradients, inputGradients)");
        Member(Spell($"void CopyParametersTo({Names.Floats} destination)"), "CopyParametersTo(destination)");
        Member(Spell($"void LoadParameters({Names.ReadOnlyFloats} source)"), "LoadParameters(source)");
        Member(Spell($"void CopyGradientsTo({Names.Floats} destination)"), "CopyGradientsTo(destination)");
        Member("ref float Weight(int layer, int neuron, int input)", "Weight(layer, neuron, input)", "ref ");
        Member("ref float Bias(int layer, int neuron)", "Bias(layer, neuron)", "ref ");
        if (!plan.Spec.Type.HasToString)
        {
            writer.Line("/// <summary>A table of the layers: shapes, activations, parameters, bytes, and the multiply-adds of one row.</summary>");
            writer.Line(Spell($"public override string ToString() => {Core}.Summary(this);"));
            writer.Line();
        }

        void Member(string signature, string call, string reference = "", bool isOptimized = false)
        {
            writer.Line("/// <inheritdoc/>");
            if (isOptimized)
            {
                writer.Line(Names.Optimized);
            }

            writer.Line(Spell($"public {signature} => {reference}{Core}.{call};"));
            writer.Line();
        }
    }
}
