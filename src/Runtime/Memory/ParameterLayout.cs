using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;

namespace Backprop.Memory;

/// <summary>
/// How a network's parameters lie in its storage, and the way between that and the canonical order: for each layer the weights,
/// <c>[neuron][input]</c>, then the biases. The same layout serves the gradients.
/// </summary>
/// <remarks>One instance serves all networks of a class; it is immutable. Only the constructor allocates.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterLayout
{
    // The standard deviation of a standard normal distribution without its values beyond ±2: √(1 − 4 φ(2) / (2 Φ(2) − 1)).
    private const double TruncatedDeviation = 0.87962566103423978;
    private const float Truncation = 2f;

    private readonly LayerLayout[] _layers;
    private readonly Strip[] _strips;

    /// <summary>Describes a storage.</summary>
    /// <param name="length">The floats of storage, padding included.</param>
    /// <param name="layers">Layers 1 … <c>L</c>; copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layers"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ArgumentException">A layer is empty, has a stride smaller than its neurons, or reaches beyond the storage.</exception>
    public ParameterLayout(int length, params LayerLayout[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (length < 0)
        {
            throw Ranges.OutOfRange(nameof(length), "at least 0", length);
        }

        long parameterCount = 0;
        for (int l = 0; l < layers.Length; l++)
        {
            Check(length, l + 1, layers[l]);
            parameterCount += ((long)layers[l].Inputs + (layers[l].HasBias ? 1 : 0)) * layers[l].Neurons;
        }

        if (parameterCount > length)
        {
            throw new ArgumentException($"layers: expected at most {length} parameters, got {parameterCount}", nameof(layers));
        }

        Length = length;
        ParameterCount = (int)parameterCount;
        _layers = [.. layers];
        _strips = CutIntoStrips(_layers);
        LongestStrip = _strips.Length == 0 ? 0 : _strips.Max(static strip => strip.Length);
    }

    /// <summary>The floats of storage, padding included.</summary>
    public int Length { get; }

    /// <summary>The distribution of the first weights, in all layers.</summary>
    public Initializer Initializer { get; init; }

    /// <summary>The number of weights and biases, without padding.</summary>
    public int ParameterCount { get; }

    /// <summary>Layers 1 … <c>L</c>, the first at index 0.</summary>
    public ReadOnlySpan<LayerLayout> Layers => _layers;

    /// <summary>
    /// The parameters in pieces, layer by layer: the weights of some inputs, and in the last strip of a layer its biases too. Rows of
    /// weights lie side by side, and the biases behind them: a strip is one piece of memory.
    /// </summary>
    public ReadOnlySpan<Strip> Strips => _strips;

    /// <summary>The floats of the longest strip.</summary>
    public int LongestStrip { get; }

    /// <summary>Copies from storage to canonical order.</summary>
    /// <param name="storage"><see cref="Length"/> values.</param>
    /// <param name="destination"><see cref="ParameterCount"/> values, written.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap.</exception>
    public void CopyToCanonical(ReadOnlySpan<float> storage, Span<float> destination)
    {
        Ranges.CheckLength(storage.Length, Length, nameof(storage));
        Ranges.CheckLength(destination.Length, ParameterCount, nameof(destination));
        CheckApart(storage.Overlaps(destination), nameof(destination));

        int next = 0;
        foreach (ref readonly LayerLayout layer in _layers.AsSpan())
        {
            for (int neuron = 0; neuron < layer.Neurons; neuron++)
            {
                int from = layer.WeightOffset + neuron;
                Span<float> row = destination.Slice(next, layer.Inputs);
                for (int input = 0; input < row.Length; input++)
                {
                    row[input] = storage[from + (input * layer.Stride)];
                }

                next += layer.Inputs;
            }

            if (layer.HasBias)
            {
                storage.Slice(layer.BiasOffset, layer.Neurons).CopyTo(destination[next..]);
                next += layer.Neurons;
            }
        }
    }

    /// <summary>Copies from canonical order to storage, and sets the padding to zero.</summary>
    /// <param name="source"><see cref="ParameterCount"/> values.</param>
    /// <param name="storage"><see cref="Length"/> values, written.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap.</exception>
    public void CopyFromCanonical(ReadOnlySpan<float> source, Span<float> storage)
    {
        Ranges.CheckLength(source.Length, ParameterCount, nameof(source));
        Ranges.CheckLength(storage.Length, Length, nameof(storage));
        CheckApart(source.Overlaps(storage), nameof(storage));

        storage.Clear();
        int next = 0;
        foreach (ref readonly LayerLayout layer in _layers.AsSpan())
        {
            for (int neuron = 0; neuron < layer.Neurons; neuron++)
            {
                int to = layer.WeightOffset + neuron;
                ReadOnlySpan<float> row = source.Slice(next, layer.Inputs);
                for (int input = 0; input < row.Length; input++)
                {
                    storage[to + (input * layer.Stride)] = row[input];
                }

                next += layer.Inputs;
            }

            if (layer.HasBias)
            {
                source.Slice(next, layer.Neurons).CopyTo(storage[layer.BiasOffset..]);
                next += layer.Neurons;
            }
        }
    }

    /// <summary>Draws the weights from the distribution of the <see cref="Initializer"/>, and sets the biases and the padding to zero.</summary>
    /// <remarks>
    /// The weights are drawn in canonical order from one <see cref="RandomSource"/> of this seed, so that neither the padding nor
    /// the order in memory changes them.
    /// </remarks>
    /// <param name="storage"><see cref="Length"/> values, written.</param>
    /// <param name="seed">The same seed gives the same bits, on every machine.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public void Initialize(Span<float> storage, ulong seed)
    {
        Ranges.CheckLength(storage.Length, Length, nameof(storage));

        storage.Clear();
        var random = new Xoshiro256(seed);
        foreach (ref readonly LayerLayout layer in _layers.AsSpan())
        {
            DrawWeights(storage, layer, ref random);
        }
    }

    /// <summary>Where the weight <c>w_ij^l</c> lies.</summary>
    /// <param name="layer"><c>l</c>, 1 … <c>L</c>.</param>
    /// <param name="neuron"><c>i</c>, from 0, in that layer.</param>
    /// <param name="input"><c>j</c>, from 0, in the layer before.</param>
    /// <returns>The index in the storage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public int WeightIndex(int layer, int neuron, int input)
    {
        ref readonly LayerLayout layout = ref Layer(layer);
        if ((uint)neuron >= (uint)layout.Neurons)
        {
            ThrowOutOfRange(nameof(neuron), 0, layout.Neurons - 1, neuron);
        }

        if ((uint)input >= (uint)layout.Inputs)
        {
            ThrowOutOfRange(nameof(input), 0, layout.Inputs - 1, input);
        }

        return layout.WeightOffset + (input * layout.Stride) + neuron;
    }

    /// <summary>Where the bias <c>b_i^l</c> lies.</summary>
    /// <param name="layer"><c>l</c>, 1 … <c>L</c>.</param>
    /// <param name="neuron"><c>i</c>, from 0, in that layer.</param>
    /// <returns>The index in the storage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    /// <exception cref="InvalidOperationException">The layer has no biases.</exception>
    public int BiasIndex(int layer, int neuron)
    {
        ref readonly LayerLayout layout = ref Layer(layer);
        if (!layout.HasBias)
        {
            ThrowNoBias(layer);
        }

        if ((uint)neuron >= (uint)layout.Neurons)
        {
            ThrowOutOfRange(nameof(neuron), 0, layout.Neurons - 1, neuron);
        }

        return layout.BiasOffset + neuron;
    }

    private static Strip[] CutIntoStrips(LayerLayout[] layers)
    {
        List<Strip> strips = [];
        foreach (LayerLayout layer in layers)
        {
            int rows = layer.Inputs + (layer.HasBias ? 1 : 0);
            for (int input = 0; input < layer.Inputs; input += layer.StripInputs)
            {
                int endOfWeights = Math.Min(input + layer.StripInputs, layer.Inputs);
                int end = endOfWeights < layer.Inputs ? endOfWeights : rows;
                strips.Add(new Strip(layer.WeightOffset + (input * layer.Stride), (end - input) * layer.Stride, (endOfWeights - input) * layer.Stride));
            }
        }

        return [.. strips];
    }

    private static void Check(int length, int number, in LayerLayout layer)
    {
        if (layer.Inputs < 1 || layer.Neurons < 1 || layer.Stride < layer.Neurons || layer.StripInputs < 1 || !Enum.IsDefined(layer.Activation))
        {
            throw new ArgumentException($"layer {number}: expected inputs and neurons from 1 up, a stride of at least the neurons, strips from 1 input up and a known activation, got {layer}", "layers");
        }

        if (layer.WeightOffset < 0 || layer.WeightOffset + ((long)layer.Inputs * layer.Stride) > length)
        {
            throw new ArgumentException($"layer {number}: expected weights within {length} floats, got {layer}", "layers");
        }

        bool isBehindWeights = layer.BiasOffset == layer.WeightOffset + ((long)layer.Inputs * layer.Stride);
        if (layer.BiasOffset < -1 || (layer.HasBias && !(isBehindWeights && (long)layer.BiasOffset + layer.Stride <= length)))
        {
            throw new ArgumentException($"layer {number}: expected biases behind the weights and within {length} floats, or the offset −1, got {layer}", "layers");
        }
    }

    private void DrawWeights(Span<float> storage, in LayerLayout layer, ref Xoshiro256 random)
    {
        // Division and square root are correctly rounded everywhere, and so is the conversion: the same bits on every machine.
        double inputs = layer.Inputs;
        double both = inputs + layer.Neurons;
        switch (Initializer == Initializer.Default ? DefaultOf(layer.Activation) : Initializer)
        {
            case Initializer.GlorotUniform:
                DrawUniform(storage, layer, (float)Math.Sqrt(6.0 / both), ref random);
                break;
            case Initializer.HeUniform:
                DrawUniform(storage, layer, (float)Math.Sqrt(6.0 / inputs), ref random);
                break;
            case Initializer.LeCunUniform:
                DrawUniform(storage, layer, (float)Math.Sqrt(3.0 / inputs), ref random);
                break;
            case Initializer.GlorotNormal:
                DrawNormal(storage, layer, (float)(Math.Sqrt(2.0 / both) / TruncatedDeviation), ref random);
                break;
            case Initializer.HeNormal:
                DrawNormal(storage, layer, (float)(Math.Sqrt(2.0 / inputs) / TruncatedDeviation), ref random);
                break;
            case Initializer.LeCunNormal:
                DrawNormal(storage, layer, (float)(Math.Sqrt(1.0 / inputs) / TruncatedDeviation), ref random);
                break;
        }
    }

    private static Initializer DefaultOf(Activation activation) => activation switch
    {
        Activation.Relu or Activation.LeakyRelu or Activation.Elu or Activation.Selu or Activation.Gelu or Activation.Silu or Activation.Softplus => Initializer.HeUniform,
        _ => Initializer.GlorotUniform,
    };

    private static void DrawUniform(Span<float> storage, in LayerLayout layer, float limit, ref Xoshiro256 random)
    {
        for (int neuron = 0; neuron < layer.Neurons; neuron++)
        {
            for (int input = 0; input < layer.Inputs; input++)
            {
                storage[layer.WeightOffset + (input * layer.Stride) + neuron] = random.NextSingle(-limit, limit);
            }
        }
    }

    private static void DrawNormal(Span<float> storage, in LayerLayout layer, float scale, ref Xoshiro256 random)
    {
        for (int neuron = 0; neuron < layer.Neurons; neuron++)
        {
            for (int input = 0; input < layer.Inputs; input++)
            {
                float value = random.NextNormal();
                while (MathF.Abs(value) > Truncation)
                {
                    value = random.NextNormal();
                }

                storage[layer.WeightOffset + (input * layer.Stride) + neuron] = scale * value;
            }
        }
    }

    private static void CheckApart(bool overlap, string name)
    {
        if (overlap)
        {
            throw new ArgumentException($"{name}: expected two spans apart from each other, got two that overlap", name);
        }
    }

    [DoesNotReturn]
    private static void ThrowOutOfRange(string name, int low, int high, int actual)
        => throw Ranges.OutOfRange(name, string.Create(CultureInfo.InvariantCulture, $"{low} … {high}"), actual);

    [DoesNotReturn]
    private static void ThrowNoBias(int layer)
        => throw new InvalidOperationException($"layer {layer} has no biases: the network was declared with Bias = false");

    private ref readonly LayerLayout Layer(int layer)
    {
        if ((uint)(layer - 1) >= (uint)_layers.Length)
        {
            ThrowOutOfRange(nameof(layer), 1, _layers.Length, layer);
        }

        return ref _layers[layer - 1];
    }
}
