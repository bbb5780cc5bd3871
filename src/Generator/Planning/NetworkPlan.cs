using System.Globalization;
using System.Linq;
using System.Text;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>
/// What will be emitted: every decision as data. Immutable, structurally equal. Prints itself (<see cref="ToString"/>), which most
/// tests of the planner need alone; the emitters only spell it.
/// </summary>
internal sealed record NetworkPlan(
    NetworkSpec Spec,
    EquatableArray<LayerPlan> Layers,
    ParametersPlan Parameters,
    WorkspacePlan Workspace,
    OutputPlan Output,
    EquatableArray<WidthPlan> Widths)
{
    public TopologySpec Topology => Spec.Topology;

    public LayerPlan LastLayer => Layers[Layers.Count - 1];

    /// <summary>Whether one row stays in registers, at every vector width.</summary>
    public bool RunsInRegisters => Widths.Any(static width => width.Registers is not null);

    /// <summary>The memory map and the chosen kernels, in the words of the remark that opens the emitted file.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Line("network     {0}", Topology);
        Line("parameters  {0}, stored in {1} floats ({2} bytes)", Parameters.Count, Parameters.Length, Parameters.Length * 4L);
        foreach (LayerPlan layer in Layers)
        {
            Line("layer {0}     {1}", layer.Index, layer);
        }

        Line("output      {0}", Output);
        Line("workspace   {0}", Workspace);
        foreach (LayerPlan layer in Layers)
        {
            string z = layer.KeepsPreactivation ? ", z at " + Number.Text(layer.PreactivationOffset) : string.Empty;
            string marks = layer.Marks is MarksPlan known ? "; " + known : string.Empty;
            string transposed = layer.TransposedOffset < 0 ? string.Empty : "; transposed W at " + Number.Text(layer.TransposedOffset);
            Line("  layer {0}   a at {1}{2}, δ at {3}, times the rows that fit{4}{5}", layer.Index, layer.ActivationOffset, z, layer.DeltaOffset, transposed, marks);
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
