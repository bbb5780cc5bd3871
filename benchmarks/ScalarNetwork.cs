using System;

namespace Backprop.Benchmarks;

/// <summary>
/// A network as people write it: jagged arrays, plain loops, one row after the other, MathF. The baseline
/// of the others. It allocates nothing in training, so that the ratio is one of arithmetic.
/// </summary>
internal sealed class ScalarNetwork
{
    private readonly Activation[] _activations;
    private readonly float[][][] _weights;          // [layer][neuron][input]
    private readonly float[][] _biases;             // [layer][neuron]
    private readonly float[][][] _weightGradients;
    private readonly float[][] _biasGradients;
    private readonly float[][] _outputs;            // [layer][neuron]; layer 0 is the input
    private readonly float[][] _deltas;

    // Adam: the means of the gradient and of its square.
    private readonly float[][][] _weightMeans;
    private readonly float[][][] _weightSquares;
    private readonly float[][] _biasMeans;
    private readonly float[][] _biasSquares;
    private int _step;

    /// <summary>Starts from the parameters of a generated network.</summary>
    public ScalarNetwork(INetwork network, int[] sizes, Activation[] activations)
    {
        int layers = sizes.Length - 1;
        _activations = activations;
        _weights = Matrices(sizes);
        _weightGradients = Matrices(sizes);
        _weightMeans = Matrices(sizes);
        _weightSquares = Matrices(sizes);
        _biases = Vectors(sizes);
        _biasGradients = Vectors(sizes);
        _biasMeans = Vectors(sizes);
        _biasSquares = Vectors(sizes);
        _deltas = Vectors(sizes);
        _outputs = new float[layers + 1][];
        Vectors(sizes).CopyTo(_outputs, 1);

        for (int l = 0; l < layers; l++)
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

    /// <summary>The outputs for one row. The array is used again by the next call.</summary>
    public float[] Forward(float[] input)
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

            Activate(_activations[l], next);
        }

        return _outputs[^1];
    }

    /// <summary>A step of gradient descent with the mean gradient of the rows.</summary>
    public void TrainSgd(float[][] inputs, float[][] targets, float learningRate)
    {
        Gradient(inputs, targets);
        float rate = learningRate / inputs.Length;
        for (int l = 0; l < _weights.Length; l++)
        {
            for (int i = 0; i < _weights[l].Length; i++)
            {
                float[] w = _weights[l][i];
                float[] g = _weightGradients[l][i];
                for (int j = 0; j < w.Length; j++)
                {
                    w[j] -= rate * g[j];
                }

                _biases[l][i] -= rate * _biasGradients[l][i];
            }
        }
    }

    /// <summary>A step of Adam with the mean gradient of the rows.</summary>
    public void TrainAdam(float[][] inputs, float[][] targets, float learningRate)
    {
        Gradient(inputs, targets);
        _step++;
        for (int l = 0; l < _weights.Length; l++)
        {
            for (int i = 0; i < _weights[l].Length; i++)
            {
                Adam(_weights[l][i], _weightGradients[l][i], _weightMeans[l][i], _weightSquares[l][i], inputs.Length, learningRate);
            }

            Adam(_biases[l], _biasGradients[l], _biasMeans[l], _biasSquares[l], inputs.Length, learningRate);
        }
    }

    private void Adam(float[] w, float[] g, float[] m, float[] v, int rows, float learningRate)
    {
        const float beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f;
        float correction1 = 1 - MathF.Pow(beta1, _step);
        float correction2 = 1 - MathF.Pow(beta2, _step);
        for (int j = 0; j < w.Length; j++)
        {
            float gradient = g[j] / rows;
            m[j] = (beta1 * m[j]) + ((1 - beta1) * gradient);
            v[j] = (beta2 * v[j]) + ((1 - beta2) * gradient * gradient);
            w[j] -= learningRate * (m[j] / correction1) / (MathF.Sqrt(v[j] / correction2) + epsilon);
        }
    }

    private void Gradient(float[][] inputs, float[][] targets)
    {
        for (int l = 0; l < _weights.Length; l++)
        {
            Array.Clear(_biasGradients[l]);
            foreach (float[] row in _weightGradients[l])
            {
                Array.Clear(row);
            }
        }

        for (int row = 0; row < inputs.Length; row++)
        {
            Forward(inputs[row]);
            Backward(targets[row]);
        }
    }

    private void Backward(float[] target)
    {
        int last = _weights.Length - 1;
        for (int i = 0; i < target.Length; i++)
        {
            // Softmax with cross-entropy, else the squared error.
            float a = _outputs[^1][i];
            _deltas[last][i] = _activations[last] == Activation.Softmax
                ? a - target[i]
                : 2 * (a - target[i]) * Derivative(_activations[last], a);
        }

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

            for (int j = 0; j < before.Length; j++)
            {
                before[j] *= Derivative(_activations[l - 1], a[j]);
            }
        }
    }

    private static void Activate(Activation activation, float[] values)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = 1 / (1 + MathF.Exp(-values[i]));
                }

                break;
            case Activation.Tanh:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = MathF.Tanh(values[i]);
                }

                break;
            case Activation.Relu:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = MathF.Max(values[i], 0);
                }

                break;
            case Activation.Softmax:
                float largest = float.NegativeInfinity;
                foreach (float z in values)
                {
                    largest = MathF.Max(largest, z);
                }

                float sum = 0;
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = MathF.Exp(values[i] - largest);
                    sum += values[i];
                }

                for (int i = 0; i < values.Length; i++)
                {
                    values[i] /= sum;
                }

                break;
            default:
                throw new NotSupportedException(activation.ToString());
        }
    }

    private static float Derivative(Activation activation, float a) => activation switch
    {
        Activation.Sigmoid => a * (1 - a),
        Activation.Tanh => 1 - (a * a),
        Activation.Relu => a > 0 ? 1 : 0,
        _ => throw new NotSupportedException(activation.ToString()),
    };

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
