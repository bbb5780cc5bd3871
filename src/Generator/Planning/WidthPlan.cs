using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>The kernels for one vector width. Immutable, structurally equal.</summary>
/// <param name="Lanes">Lanes of its widest register: 16, 8, 4, or 1 for scalar code.</param>
/// <param name="Layers">The kernels of each layer.</param>
/// <param name="Registers">The passes of one row that stay in registers; null: the network is too large for them.</param>
internal sealed record WidthPlan(int Lanes, EquatableArray<LayerKernels> Layers, RegisterPlan? Registers)
{
    /// <summary>The name of its class in the emitted file.</summary>
    public string Name => Lanes == 1 ? "Scalar" : "Width" + Number.Text(Lanes * 32);
}
