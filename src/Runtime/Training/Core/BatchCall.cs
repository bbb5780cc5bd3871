using System;
using System.Runtime.CompilerServices;
using Backprop.Memory;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>What a call over many rows was given, and what comes of it. The caller's memory is pinned while it lasts.</summary>
internal unsafe struct BatchCall
{
    public BatchOperation Operation;
    public bool Adds;
    public float Scale;
    public nuint Rows;
    public float* X;
    public float* Dx;
    public float* Outputs;
    public float* Costs;
    public int* Order;
    public int* Following;
    public nuint FollowingCount;
    public float* Weights;
    public float* ClassWeights;
    public PinnedTargets Targets;
    public AlignedBuffer? Gradients;
    public ElementwiseOptimizer? Optimizer;
    public INetwork? Network;
    public Dropout? Dropout;
    public OptimizerState? State;
    public double Cost;

    /// <summary><see cref="Numerics.Targets"/> that a field can hold.</summary>
    internal readonly struct PinnedTargets(in Targets targets, float* values, int* labels)
    {
        private readonly float* _values = values;
        private readonly int* _labels = labels;
        private readonly int _valuesLength = targets.Values.Length;
        private readonly int _labelsLength = targets.Labels.Length;

        public bool AreOutputGradients { get; } = targets.AreOutputGradients;

        public Targets Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(new ReadOnlySpan<float>(_values, _valuesLength), new ReadOnlySpan<int>(_labels, _labelsLength), AreOutputGradients);
        }
    }
}
