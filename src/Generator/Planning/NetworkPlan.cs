using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// What will be emitted: every decision as data. Immutable, structurally equal. Prints itself (<see cref="ToString"/>), which most
/// tests of the planner need alone; the emitters only spell it.
/// </summary>
/// <param name="Spec">What the user wrote.</param>
/// <param name="Layers">The layers, from the first to the last.</param>
/// <param name="Parameters">How many parameters there are, and the floats that they take.</param>
/// <param name="Workspace">The memory of the passes.</param>
/// <param name="Output">The last layer's side of the cost.</param>
/// <param name="PassLayers">Layers that one method of a pass names: where a pass has more, it goes on in another method.</param>
/// <param name="Widths">The kernels for each vector width, the widest first.</param>
internal sealed record NetworkPlan(
    NetworkSpec Spec,
    EquatableArray<LayerPlan> Layers,
    ParametersPlan Parameters,
    WorkspacePlan Workspace,
    OutputPlan Output,
    int PassLayers,
    EquatableArray<WidthPlan> Widths)
{
    public TopologySpec Topology => Spec.Topology;

    /// <summary>Whether training steps drop outputs of some layers.</summary>
    public bool HasDropout => Layers.Any(static layer => layer.Dropout is not null);

    public LayerPlan LastLayer => Layers[Layers.Count - 1];

    /// <summary>Whether one row stays in registers, at every vector width.</summary>
    public bool RunsInRegisters => Widths.Any(static width => width.Registers is not null);

    /// <summary>
    /// The methods of a pass over some layers: the layers of each, in the order of the pass. A pass over none, the transposition for a single
    /// layer, is one empty method.
    /// </summary>
    public EquatableArray<EquatableArray<LayerPlan>> MethodsOf(IEnumerable<LayerPlan> layers)
    {
        LayerPlan[] all = layers.ToArray();
        int methods = Math.Max(1, (all.Length + PassLayers - 1) / PassLayers);
        return new EquatableArray<EquatableArray<LayerPlan>>(
            Enumerable.Range(0, methods).Select(method => new EquatableArray<LayerPlan>(all.Skip(method * PassLayers).Take(PassLayers))));
    }

    /// <summary>The memory map and the chosen kernels, in the words of the remark that opens the emitted file.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Line("network     {0}", Topology);
        Line("parameters  {0}, stored in {1} floats ({2} bytes), initializer {3}", Parameters.Count, Parameters.Length, Parameters.Length * 4L, Parameters.Initializer);
        foreach (LayerPlan layer in Layers)
        {
            Line("layer {0}     {1}", layer.Index, layer);
        }

        Line("output      {0}", Output);
        if (HasDropout)
        {
            Line("dropout     training drops {0} of the outputs of each hidden layer", Number.Text(Spec.Dropout));
        }

        Line("workspace   {0}", Workspace);
        foreach (LayerPlan layer in Layers)
        {
            string z = layer.KeepsPreactivation ? ", z at " + Number.Text(layer.PreactivationOffset) : string.Empty;
            string marks = layer.Marks is MarksPlan known ? "; " + known : string.Empty;
            string slopes = layer.Dropout is DropoutPlan dropout ? ", ∂h/∂z at " + Number.Text(dropout.SlopeOffset) : string.Empty;
            string transposed = layer.TransposedOffset < 0 ? string.Empty : "; transposed W at " + Number.Text(layer.TransposedOffset);
            Line("  layer {0}   a at {1}{2}, δ at {3}{4}, times the rows that fit{5}{6}", layer.Index, layer.ActivationOffset, z, layer.DeltaOffset, slopes, transposed, marks);
        }

        foreach (WidthPlan width in Widths)
        {
            Line("{0}", width.Name);
            foreach (LayerKernels kernels in width.Layers)
            {
                Line("  layer {0}   {1}", kernels.Layer, kernels);
            }

            if (width.Registers is RegisterPlan registers)
            {
                Line("  {0}", registers);
            }
        }

        return text.ToString();

        void Line(string format, params object[] values) => text.AppendFormat(CultureInfo.InvariantCulture, format, values).Append('\n');
    }
}
