using System;
using System.Collections.Generic;

namespace Backprop.Runtime.Tests.Training;

/// <summary>
/// One input, one output, which is the input, and costs that a test has written down. Its only parameter is the number of steps that it was
/// trained for: it tells which parameters were restored.
/// </summary>
internal class ScriptedNetwork : INetwork
{
    private readonly float[] _parameters = new float[1];

    /// <summary>The cost that a step returns, from the steps taken before.</summary>
    public Func<int, float> TrainCost { get; init; } = static _ => 1f;

    /// <summary>The cost of any rows, from the steps taken.</summary>
    public Func<int, float> RowsCost { get; init; } = static _ => 1f;

    /// <summary>Called after each step with the steps taken.</summary>
    public Action<int>? AfterStep { get; set; }

    /// <summary>Called for the cost of rows, with the number of rows.</summary>
    public Action<int>? AtCost { get; set; }

    /// <summary>The inputs of all steps.</summary>
    public List<float> TrainedInputs { get; } = [];

    public int Steps => (int)_parameters[0];

    public TrainingThreads? Threads { get; set; }

    public virtual int InputSize => 1;

    public virtual int OutputSize => 1;

    public int LayerCount => 1;

    public int ParameterCount => 1;

    public Span<float> Parameters => _parameters;

    public Span<float> Gradients => throw new NotSupportedException();

    public float Train(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Optimizer optimizer)
    {
        TrainedInputs.AddRange(inputs);
        float cost = TrainCost(Steps);
        _parameters[0]++;
        AfterStep?.Invoke(Steps);
        return cost;
    }

    public float Train(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Optimizer optimizer) => Train(inputs, default(ReadOnlySpan<float>), optimizer);

    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        AtCost?.Invoke(inputs.Length / InputSize);
        return RowsCost(Steps);
    }

    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => Cost(inputs, default(ReadOnlySpan<float>));

    public virtual void Forward(ReadOnlySpan<float> inputs, Span<float> outputs) => inputs.CopyTo(outputs);

    public void ZeroGradients() => throw new NotSupportedException();

    public void Initialize(ulong seed) => throw new NotSupportedException();

    public int Predict(ReadOnlySpan<float> input) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> inputGradients) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => throw new NotSupportedException();

    public float Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Span<float> inputGradients) => throw new NotSupportedException();

    public void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients) => throw new NotSupportedException();

    public void BackwardFromOutput(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> inputGradients) => throw new NotSupportedException();

    public void CopyParametersTo(Span<float> destination) => throw new NotSupportedException();

    public void LoadParameters(ReadOnlySpan<float> source) => throw new NotSupportedException();

    public void CopyGradientsTo(Span<float> destination) => throw new NotSupportedException();

    public ref float Weight(int layer, int neuron, int input) => throw new NotSupportedException();

    public ref float Bias(int layer, int neuron) => throw new NotSupportedException();
}
