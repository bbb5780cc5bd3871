using System;

namespace Backprop.Runtime.Tests;

/// <summary>Parameters and gradients of any length, and nothing else of a network.</summary>
internal sealed class FakeNetwork(int length) : INetwork
{
    private readonly float[] _parameters = new float[length];
    private readonly float[] _gradients = new float[length];

    public int ParameterCount => _parameters.Length;

    public Span<float> Parameters => _parameters;

    public Span<float> Gradients => _gradients;

    public int InputSize => throw new NotSupportedException();

    public int OutputSize => throw new NotSupportedException();

    public int LayerCount => throw new NotSupportedException();

    public TrainingThreads? Threads { get; set; }

    public void ZeroGradients() => throw new NotSupportedException();

    public void Initialize(ulong seed) => throw new NotSupportedException();

    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    public int Predict(ReadOnlySpan<float> input) => throw new NotSupportedException();

    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotSupportedException();

    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> inputGradients) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Span<float> inputGradients) => throw new NotSupportedException();

    public void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients) => throw new NotSupportedException();

    public void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> inputGradients) => throw new NotSupportedException();

    public float Train(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Optimizer optimizer) => throw new NotSupportedException();

    public float Train(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Optimizer optimizer) => throw new NotSupportedException();

    public void CopyParametersTo(Span<float> destination) => throw new NotSupportedException();

    public void LoadParameters(ReadOnlySpan<float> source) => throw new NotSupportedException();

    public void CopyGradientsTo(Span<float> destination) => throw new NotSupportedException();

    public ref float Weight(int layer, int neuron, int input) => throw new NotSupportedException();

    public ref float Bias(int layer, int neuron) => throw new NotSupportedException();
}
