using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;

namespace Backprop.Generator.Planning;

/// <summary>Which networks are so small that one row of them is spelled out in registers, and how.</summary>
internal static class RegisterPlanner
{
    /// <summary>Virtual lanes of a sum across lanes (<c>ILanes.Dot</c>).</summary>
    private const int VirtualLanes = 16;

    /// <summary>
    /// Weights, padding included, that are spelled out.
    /// </summary>
    private const int MostWeights = 512;

    /// <summary>
    /// Softmax takes a maximum and a sum across all outputs: those of one vector, at every width.
    /// </summary>
    private const int MostSoftmaxOutputs = 4;

    /// <summary>The decision is the same at every vector width; scalar code has no registers to speak of.</summary>
    public static RegisterPlan? Plan(int widest, IReadOnlyList<LayerPlan> layers)
    {
        LayerPlan last = layers[layers.Count - 1];
        bool isTiny = layers.Sum(static layer => (long)layer.Inputs * layer.Stride) <= MostWeights
            && (last.Activation != ActivationKind.Softmax || last.Neurons <= MostSoftmaxOutputs);
        return widest > 1 && isTiny
            ? new RegisterPlan(new EquatableArray<RegisterDeltaPlan>(layers.Skip(1).Select(layer => new RegisterDeltaPlan(
                layer.Index,
                Math.Min(widest, layer.InputStride),
                layer.Neurons == 1 ? 1 : Math.Min(VirtualLanes, layer.Stride)))))
            : null;
    }
}
