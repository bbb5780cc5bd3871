using System;

namespace Backprop.Benchmarks;

/// <summary>
/// A network as people write it: jagged arrays, plain loops, one row after the other, MathF. The baseline
/// of the others. It allocates nothing in training, so that the ratio is one of arithmetic.
/// </summary>
internal sealed class ScalarNetwork : IRival
{
    private readonly Activation[] _activations;
    private readonly float[][] _inputs;             // [row][input]
    private readonly float[][] _targets;
    private readonly float[] _results;
    private readonly float[][][] _weights;          // [layer][neuron][input]
    private readonly float[][] _biases;             // [layer][neuron]
    private readonly float[][][] _weightGradients;
    private readonly float[][] _biasGradients;
    private readonly float[][] _outputs;            // [layer][neuron]; layer 0 is the input
    private readonly float[][] _deltas;

    // The state of the update rules.
    private readonly float[][][] _weightMeans;
    private readonly float[][][] _weightSquares;
    private readonly float[][] _biasMeans;
    private readonly float[][] _biasSquares;
    private int _step;

    /// <summary>Starts from the parameters of a generated network.</summary>
    public ScalarNetwork(INetwork network, Shape shape, float[] inputs, float[] targets)
    {
        int[] sizes = shape.Sizes;
        _activations = shape.Activations;
        _inputs = Split(inputs, sizes[0]);
        _targets = Split(targets, sizes[^1]);
        _results = new float[targets.Length];
        _weights = Matrices(sizes);
        _weightGradients = Matrices(sizes);
        _weightMeans = Matrices(sizes);
        _weightSquares = Matrices(sizes);
        _biases = Vectors(sizes);
        _biasGradients = Vectors(sizes);
        _biasMeans = Vectors(sizes);
        _biasSquares = Vectors(sizes);
        _deltas = Vectors(sizes);
        _outputs = new float[shape.LayerCount + 1][];
        Vectors(sizes).CopyTo(_outputs, 1);

        for (int l = 0; l < shape.LayerCount; l++)
        {
            for (int i = 0; i < sizes[l + 1]; i++)
            {
                _biases[l][i] = network.Bias(l + 1, i);
                for (int j = 0; j < sizes[l]; j++)
                {
                    _weights[l][i][j] = network.Weight(l + 1, i, j);
                }
            }
        }
    }

    public ReadOnlySpan<float> Forward()
    {
        for (int row = 0; row < _inputs.Length; row++)
        {
            Forward(_inputs[row]);
            _outputs[^1].CopyTo(_results, row * _outputs[^1].Length);
        }

        return _results;
    }

    public void Train(Rule rule, float rate)
    {
        Gradient();
        _step++;
        for (int l = 0; l < _weights.Length; l++)
        {
            for (int i = 0; i < _weights[l].Length; i++)
            {
                ScalarRules.Update(rule, rate, _step, _weights[l][i], _weightGradients[l][i], _weightMeans[l][i], _weightSquares[l][i]);
            }

            ScalarRules.Update(rule, rate, _step, _biases[l], _biasGradients[l], _biasMeans[l], _biasSquares[l]);
        }
    }

    private void Gradient()
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            Array.Clear(_biasGradients[l]);
            foreach (float[] row in _weightGradients[l])
            {
                Array.Clear(row);
            }
        }

        for (int row = 0; row < _inputs.Length; row++)
        {
            Forward(_inputs[row]);
            Backward(_targets[row]);
        }
    }

    private void Forward(float[] input)
    {
        _outputs[0] = input;
        for (int l = 0; l < _weights.Length; l++)
        {
            float[] a = _outputs[l];
            float[] next = _outputs[l + 1];
            for (int i = 0; i < next.Length; i++)
            {
                float[] w = _weights[l][i];
                float z = _biases[l][i];
                for (int j = 0; j < w.Length; j++)
                {
                    z += w[j] * a[j];
                }

                next[i] = z;
            }

            ScalarActivations.Activate(_activations[l], next);
        }
    }

    private void Backward(float[] target)
    {
        int last = _weights.Length - 1;
        ScalarActivations.OutputDelta(_activations[last], _outputs[^1], target, 1f / _inputs.Length, _deltas[last]);
        for (int l = last; l >= 0; l--)
        {
            float[] a = _outputs[l];
            float[] delta = _deltas[l];
            for (int i = 0; i < delta.Length; i++)
            {
                float d = delta[i];
                float[] g = _weightGradients[l][i];
                for (int j = 0; j < g.Length; j++)
                {
                    g[j] += d * a[j];
                }

                _biasGradients[l][i] += d;
            }

            if (l == 0)
            {
                break;
            }

            float[] before = _deltas[l - 1];
            Array.Clear(before);
            for (int i = 0; i < delta.Length; i++)
            {
                float d = delta[i];
                float[] w = _weights[l][i];
                for (int j = 0; j < before.Length; j++)
                {
                    before[j] += d * w[j];
                }
            }

            ScalarActivations.MultiplyByDerivative(_activations[l - 1], a, before);
        }
    }

    private static float[][] Split(float[] values, int size)
    {
        float[][] rows = new float[values.Length / size][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = values.AsSpan(i * size, size).ToArray();
        }

        return rows;
    }

    private static float[][][] Matrices(int[] sizes)
    {
        float[][][] matrices = new float[sizes.Length - 1][][];
        for (int l = 0; l < matrices.Length; l++)
        {
            matrices[l] = new float[sizes[l + 1]][];
            for (int i = 0; i < matrices[l].Length; i++)
            {
                matrices[l][i] = new float[sizes[l]];
            }
        }

        return matrices;
    }

    private static float[][] Vectors(int[] sizes)
    {
        float[][] vectors = new float[sizes.Length - 1][];
        for (int l = 0; l < vectors.Length; l++)
        {
            vectors[l] = new float[sizes[l + 1]];
        }

        return vectors;
    }
}
