using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>The last layer's side of the cost. Immutable, structurally equal.</summary>
internal sealed record OutputPlan(OutputKind Kind, ActivationKind Activation, LossKind Loss)
{
    public override string ToString() => Kind switch
    {
        OutputKind.Elementwise => Loss + " after " + Activation + ": δ = ∂C/∂a · g′(z)",
        OutputKind.Softmax => Loss + " after Softmax: δ = Jᵀ ∂C/∂a",
        _ => Loss + " fused with " + Activation + ": δ = a − y",
    };
}
