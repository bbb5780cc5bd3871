using System;
using System.Numerics.Tensors;

namespace Backprop.Benchmarks;

/// <summary>
/// A network on the vectorised operations of <see cref="TensorPrimitives"/>: the weights of a neuron lie together, so that its sum is one
/// <c>Dot</c>, and gradient and deltas are <c>MultiplyAdd</c>. One row after the other; a single row of gradient
/// descent goes straight to the weights.
/// </summary>
internal sealed class TensorNetwork : IRival
{
    private readonly int[] _sizes;
    private readonly Activation[] _activations;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly float[] _results;
    private readonly Parameters[] _weights;     // [neuron][input]
    private readonly Parameters[] _biases;
    private readonly float[][] _outputs;
    private readonly float[][] _deltas;
    private int _step;

    /// <summary>Starts from the parameters of a generated network.</summary>
    public TensorNetwork(INetwork network, Shape shape, float[] inputs, float[] targets)
    {
        _sizes = shape.Sizes;
        _activations = shape.Activations;
        _inputs = inputs;
        _targets = targets;
        _results = new float[targets.Length];
        int layers = shape.LayerCount;
        _weights = new Parameters[layers];
        _biases = new Parameters[layers];
        _outputs = new float[layers][];
        _deltas = new float[layers][];
        for (int l = 0; l < layers; l++)
        {
            int before = _sizes[l], neurons = _sizes[l + 1];
            _weights[l] = new Parameters(neurons * before);
            _biases[l] = new Parameters(neurons);
            _outputs[l] = new float[neurons];
            _deltas[l] = new float[neurons];
            for (int i = 0; i < neurons; i++)
            {
                _biases[l].Values[i] = network.Bias(l + 1, i);
                for (int j = 0; j < before; j++)
                {
                    _weights[l].Values[(i * before) + j] = network.Weight(l + 1, i, j);
                }
            }
        }
    }

    private int RowCount => _inputs.Length / _sizes[0];

    public ReadOnlySpan<float> Forward()
    {
        for (int row = 0; row < RowCount; row++)
        {
            Forward(Input(row));
            _outputs[^1].CopyTo(_results, row * _sizes[^1]);
        }

        return _results;
    }

    public void Train(Rule rule, float rate)
    {
        _step++;
        if (rule == Rule.Sgd && RowCount == 1)
        {
            Forward(Input(0));
            Deltas(_targets);
            Descend(Input(0), rate);
            return;
        }

        for (int l = 0; l < _weights.Length; l++)
        {
            _weights[l].Gradient.AsSpan().Clear();
            _biases[l].Gradient.AsSpan().Clear();
        }

        for (int row = 0; row < RowCount; row++)
        {
            Forward(Input(row));
            Deltas(_targets.AsSpan(row * _sizes[^1], _sizes[^1]));
            AddGradient(Input(row));
        }

        for (int l = 0; l < _weights.Length; l++)
        {
            _weights[l].Update(rule, rate, _step);
            _biases[l].Update(rule, rate, _step);
        }
    }

    private ReadOnlySpan<float> Input(int row) => _inputs.AsSpan(row * _sizes[0], _sizes[0]);

    private void Forward(ReadOnlySpan<float> a)
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            float[] next = _outputs[l];
            ReadOnlySpan<float> w = _weights[l].Values;
            for (int i = 0; i < next.Length; i++)
            {
                next[i] = TensorPrimitives.Dot(w.Slice(i * a.Length, a.Length), a) + _biases[l].Values[i];
            }

            Activate(_activations[l], next);
            a = next;
        }
    }

    private void Deltas(ReadOnlySpan<float> target)
    {
        int last = _weights.Length - 1;
        ScalarActivations.OutputDelta(_activations[last], _outputs[last], target, 1f / RowCount, _deltas[last]);
        for (int l = last; l > 0; l--)
        {
            Span<float> before = _deltas[l - 1];
            before.Clear();
            for (int i = 0; i < _deltas[l].Length; i++)
            {
                TensorPrimitives.MultiplyAdd(_weights[l].Values.AsSpan(i * before.Length, before.Length), _deltas[l][i], before, before);
            }

            ScalarActivations.MultiplyByDerivative(_activations[l - 1], _outputs[l - 1], before);
        }
    }

    private void AddGradient(ReadOnlySpan<float> a)
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            AddOuterProduct(_weights[l].Gradient, _deltas[l], a, 1);
            TensorPrimitives.Add(_biases[l].Gradient, _deltas[l], _biases[l].Gradient);
            a = _outputs[l];
        }
    }

    private void Descend(ReadOnlySpan<float> a, float rate)
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            AddOuterProduct(_weights[l].Values, _deltas[l], a, -rate);
            TensorPrimitives.MultiplyAdd(_deltas[l], -rate, _biases[l].Values, _biases[l].Values);
            a = _outputs[l];
        }
    }

    private static void AddOuterProduct(Span<float> sum, float[] delta, ReadOnlySpan<float> a, float factor)
    {
        for (int i = 0; i < delta.Length; i++)
        {
            Span<float> row = sum.Slice(i * a.Length, a.Length);
            TensorPrimitives.MultiplyAdd(a, factor * delta[i], row, row);
        }
    }

    private static void Activate(Activation activation, Span<float> values)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(values, values);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(values, values);
                break;
            case Activation.Relu:
                TensorPrimitives.Max(values, 0f, values);
                break;
            case Activation.Softmax:
                TensorPrimitives.Subtract(values, TensorPrimitives.Max<float>(values), values);
                TensorPrimitives.SoftMax(values, values);
                break;
            default:
                throw new NotSupportedException(activation.ToString());
        }
    }

    /// <summary>A block of parameters with its gradient and the state of its update rule.</summary>
    private sealed class Parameters(int count)
    {
        private readonly float[] _means = new float[count];
        private readonly float[] _squares = new float[count];
        private readonly float[] _scratch = new float[count];

        public float[] Values { get; } = new float[count];

        public float[] Gradient { get; } = new float[count];

        public void Update(Rule rule, float rate, int step)
        {
            switch (rule)
            {
                case Rule.Sgd:
                    TensorPrimitives.MultiplyAdd(Gradient, -rate, Values, Values);
                    break;
                case Rule.Momentum:
                    TensorPrimitives.MultiplyAdd(_means, ScalarRules.Momentum, Gradient, _means);
                    TensorPrimitives.MultiplyAdd(_means, -rate, Values, Values);
                    break;
                case Rule.Adam:
                    Adam(rate, step);
                    break;
            }
        }

        private void Adam(float rate, int step)
        {
            TensorPrimitives.Multiply(Gradient, 1 - ScalarRules.Beta1, _scratch);
            TensorPrimitives.MultiplyAdd(_means, ScalarRules.Beta1, _scratch, _means);
            TensorPrimitives.Multiply(Gradient, Gradient, _scratch);
            TensorPrimitives.Multiply(_scratch, 1 - ScalarRules.Beta2, _scratch);
            TensorPrimitives.MultiplyAdd(_squares, ScalarRules.Beta2, _scratch, _squares);

            TensorPrimitives.Multiply(_squares, 1 / (1 - MathF.Pow(ScalarRules.Beta2, step)), _scratch);
            TensorPrimitives.Sqrt(_scratch, _scratch);
            TensorPrimitives.Add(_scratch, ScalarRules.Epsilon, _scratch);
            TensorPrimitives.Divide(_means, _scratch, _scratch);
            TensorPrimitives.MultiplyAdd(_scratch, -rate / (1 - MathF.Pow(ScalarRules.Beta1, step)), Values, Values);
        }
    }
}
