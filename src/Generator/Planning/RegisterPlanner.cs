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
    /// What the compiler makes locals of in one step, temporaries included: of an elementary function, of a fold, of a vector of a
    /// hidden layer. Estimates; see <see cref="Limits.RegisterLocals"/>.
    /// </summary>
    private const int LocalsOfFunction = 60;
    private const int LocalsOfFold = 8;
    private const int LocalsOfVector = 15;

    /// <summary>Four vectors of products become one of sums in three folds.</summary>
    private const int Folds = 3;

    /// <summary>Softmax takes a maximum and a sum across all outputs: those of one vector, at every width.</summary>
    private const int MostSoftmaxOutputs = 4;

    /// <summary>The lanes of the narrowest vector.</summary>
    private const int NarrowestLanes = 4;

    /// <summary>
    /// The plan at one vector width; null for scalar code, for networks with dropout and for networks that are too large. Too large is the same at every width,
    /// because the deltas here are rounded differently from those of the passes in a workspace.
    /// </summary>
    public static RegisterPlan? Plan(int widest, IReadOnlyList<LayerPlan> layers, OutputPlan output)
    {
        return widest > 1 && IsTiny(layers, output) && layers.All(static layer => layer.Dropout is null)
            ? new RegisterPlan(
                new EquatableArray<RegisterDeltaPlan>(layers.Skip(1).Select(layer => PlanDelta(widest, layer))),
                CostVectors: VirtualVectors(widest, layers[layers.Count - 1]))
            : null;
    }

    private static RegisterDeltaPlan PlanDelta(int widest, LayerPlan layer)
    {
        int lanes = Math.Min(widest, layer.InputStride);
        return layer.Neurons == 1
            ? new RegisterDeltaPlan(layer.Index, lanes, Terms: 1, TermVectors: 1)
            : new RegisterDeltaPlan(layer.Index, lanes, Math.Min(VirtualLanes, layer.Stride), VirtualVectors(widest, layer));
    }

    /// <summary>The vectors of a layer that are its virtual lanes; a narrow layer has no more lanes than one vector.</summary>
    private static int VirtualVectors(int widest, LayerPlan layer) => Math.Min(VirtualLanes, layer.Stride) / Math.Min(widest, layer.Stride);

    private static bool IsTiny(IReadOnlyList<LayerPlan> layers, OutputPlan output)
    {
        LayerPlan last = layers[layers.Count - 1];
        int functions = (VectorsOf(last) * FunctionsOf(output.Kind)) + layers.Sum(static layer => VectorsOf(layer) * FunctionsOf(layer.Activation));
        int hidden = layers.Take(layers.Count - 1).Sum(VectorsOf);
        int folds = layers.Zip(layers.Skip(1), static (before, layer) => layer.Neurons == 1 ? 0 : VectorsOf(before) * Folds).Sum();
        return layers.Sum(static layer => (long)layer.Inputs * layer.Stride) <= Limits.RegisterWeights
            && (functions * LocalsOfFunction) + (hidden * LocalsOfVector) + (folds * LocalsOfFold) <= Limits.RegisterLocals
            && (last.Activation != ActivationKind.Softmax || last.Neurons <= MostSoftmaxOutputs);
    }

    private static int VectorsOf(LayerPlan layer) => (layer.Neurons + NarrowestLanes - 1) / NarrowestLanes;

    /// <summary>What value and derivative of an activation take.</summary>
    private static int FunctionsOf(ActivationKind activation) => activation switch
    {
        ActivationKind.Identity or ActivationKind.Relu or ActivationKind.LeakyRelu or ActivationKind.Softsign => 0,
        ActivationKind.Gelu or ActivationKind.Silu => 3,
        ActivationKind.Softplus => 4,
        _ => 1,
    };

    /// <summary>What the cost takes: a logarithm counts for two.</summary>
    private static int FunctionsOf(OutputKind output) => output switch
    {
        OutputKind.BinaryCrossEntropy or OutputKind.SoftmaxCrossEntropy => 4,
        _ => 0,
    };
}
