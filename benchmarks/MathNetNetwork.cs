using System;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Benchmarks;

/// <summary>
/// A network on the matrices of MathNet.Numerics, managed code as it comes from the package: all rows in one product, each row a column, because
/// its matrices are stored by column. Products are the library's, into matrices that are kept; the rest is plain loops over their arrays.
/// </summary>
internal sealed class MathNetNetwork : IRival
{
    private readonly Activation[] _activations;
    private readonly float[] _targets;
    private readonly Matrix<float>[] _weights;      // [layer]: neurons × inputs
    private readonly Matrix<float>[] _gradients;
    private readonly Matrix<float>[] _means;
    private readonly Matrix<float>[] _squares;
    private readonly float[][] _biases;
    private readonly float[][] _biasGradients;
    private readonly float[][] _biasMeans;
    private readonly float[][] _biasSquares;
    private readonly Columns[] _outputs;            // layer 0 is the input
    private readonly Columns[] _deltas;
    private readonly int _rows;
    private int _step;

    /// <summary>Starts from the parameters of a generated network.</summary>
    public MathNetNetwork(INetwork network, Shape shape, float[] inputs, float[] targets)
    {
        int layers = shape.LayerCount;
        int[] sizes = shape.Sizes;
        _activations = shape.Activations;
        _targets = targets;
        _rows = inputs.Length / sizes[0];
        _weights = new Matrix<float>[layers];
        _gradients = new Matrix<float>[layers];
        _means = new Matrix<float>[layers];
        _squares = new Matrix<float>[layers];
        _biases = new float[layers][];
        _biasGradients = new float[layers][];
        _biasMeans = new float[layers][];
        _biasSquares = new float[layers][];
        _outputs = new Columns[layers + 1];
        _deltas = new Columns[layers];
        _outputs[0] = new Columns(sizes[0], inputs);
        for (int l = 0; l < layers; l++)
        {
            int layer = l + 1, neurons = sizes[l + 1];
            _weights[l] = Matrix<float>.Build.Dense(neurons, sizes[l], (i, j) => network.Weight(layer, i, j));
            _gradients[l] = Matrix<float>.Build.Dense(neurons, sizes[l]);
            _means[l] = Matrix<float>.Build.Dense(neurons, sizes[l]);
            _squares[l] = Matrix<float>.Build.Dense(neurons, sizes[l]);
            _biases[l] = new float[neurons];
            _biasGradients[l] = new float[neurons];
            _biasMeans[l] = new float[neurons];
            _biasSquares[l] = new float[neurons];
            _outputs[l + 1] = new Columns(neurons, new float[neurons * _rows]);
            _deltas[l] = new Columns(neurons, new float[neurons * _rows]);
            for (int i = 0; i < neurons; i++)
            {
                _biases[l][i] = network.Bias(layer, i);
            }
        }
    }

    public ReadOnlySpan<float> Forward()
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            Columns z = _outputs[l + 1];
            if (_rows == 1)
            {
                _weights[l].Multiply(_outputs[l].Single!, z.Single!);
            }
            else
            {
                _weights[l].Multiply(_outputs[l].All, z.All);
            }

            for (int row = 0; row < _rows; row++)
            {
                Span<float> column = z.Column(row);
                for (int i = 0; i < column.Length; i++)
                {
                    column[i] += _biases[l][i];
                }

                ScalarActivations.Activate(_activations[l], column);
            }
        }

        return _outputs[^1].Values;
    }

    public void Train(Rule rule, float rate)
    {
        Forward();
        Gradient();
        _step++;
        for (int l = 0; l < _weights.Length; l++)
        {
            ScalarRules.Update(
                rule, rate, _step, _weights[l].AsColumnMajorArray(), _gradients[l].AsColumnMajorArray(), _means[l].AsColumnMajorArray(), _squares[l].AsColumnMajorArray());
            ScalarRules.Update(rule, rate, _step, _biases[l], _biasGradients[l], _biasMeans[l], _biasSquares[l]);
        }
    }

    private void Gradient()
    {
        int last = _weights.Length - 1;
        ScalarActivations.OutputDelta(_activations[last], _outputs[^1].Values, _targets, 1f / _rows, _deltas[last].Values);
        for (int l = last; l >= 0; l--)
        {
            _deltas[l].All.TransposeAndMultiply(_outputs[l].All, _gradients[l]);
            Array.Clear(_biasGradients[l]);
            for (int row = 0; row < _rows; row++)
            {
                Span<float> column = _deltas[l].Column(row);
                for (int i = 0; i < column.Length; i++)
                {
                    _biasGradients[l][i] += column[i];
                }
            }

            if (l == 0)
            {
                break;
            }

            if (_rows == 1)
            {
                _weights[l].TransposeThisAndMultiply(_deltas[l].Single!, _deltas[l - 1].Single!);
            }
            else
            {
                _weights[l].TransposeThisAndMultiply(_deltas[l].All, _deltas[l - 1].All);
            }

            ScalarActivations.MultiplyByDerivative(_activations[l - 1], _outputs[l].Values, _deltas[l - 1].Values);
        }
    }

    /// <summary>Values of all rows, as a matrix with a column for each; a single row also as a vector, whose products are faster.</summary>
    private sealed class Columns(int size, float[] values)
    {
        public float[] Values { get; } = values;

        public Matrix<float> All { get; } = Matrix<float>.Build.Dense(size, values.Length / size, values);

        public Vector<float>? Single { get; } = values.Length == size ? Vector<float>.Build.Dense(values) : null;

        public Span<float> Column(int row) => Values.AsSpan(row * size, size);
    }
}
