using System;
using System.Text;
using Backprop.Memory;

namespace Backprop;

/// <summary>
/// Operations on all parameters of a network at once: for target networks, averages of networks, and populations.
/// </summary>
/// <remarks>
/// <para>
/// Networks go together whose layers have the same sizes and biases, of one class or of several. No member allocates, each gives the same
/// bits on every machine (<see cref="Lerp"/>: on every one with fused multiply-add), and padding stays zero. Random numbers are drawn layer
/// by layer and neuron by neuron, for its weights and then for its bias, whatever the order in memory.
/// </para>
/// <para>What an optimizer remembers of a network stays as it is: <see cref="Optimizer.Reset(INetwork)"/> where the parameters became others.</para>
/// <para>As for training, the network that changes must not be in use on another thread.</para>
/// </remarks>
public static class NetworkParameters
{
    /// <summary>Copies all parameters of another network: <c>θ := θ_source</c>. Gradients are not copied.</summary>
    /// <param name="network">The network to change.</param>
    /// <param name="source">A network with the same layers.</param>
    /// <exception cref="ArgumentNullException">A network is null.</exception>
    /// <exception cref="ArgumentException">The layers differ: the message says what was expected and what came.</exception>
    public static void CopyFrom(this INetwork network, INetwork source)
    {
        CheckAlike(network, source, nameof(source));
        source.Parameters.CopyTo(network.Parameters);
    }

    /// <summary>
    /// Moves all parameters towards those of another network: <c>θ := (1−τ) θ + τ θ_target</c> (Polyak averaging; the soft update of target
    /// networks in Lillicrap et al., "Continuous control with deep reinforcement learning", 2016).
    /// </summary>
    /// <param name="network">The network to change: the slow one, <c>θ</c>.</param>
    /// <param name="target">A network with the same layers, which stays as it is: where to move to. For a target network in reinforcement learning it is the network that learns.</param>
    /// <param name="tau"><c>τ</c>, 0 … 1: with 0 nothing changes, with 1 the parameters become those of <paramref name="target"/>, exactly.</param>
    /// <exception cref="ArgumentNullException">A network is null.</exception>
    /// <exception cref="ArgumentException">The layers differ: the message says what was expected and what came.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tau"/> is out of its range.</exception>
    public static void Lerp(this INetwork network, INetwork target, float tau)
    {
        CheckAlike(network, target, nameof(target));
        Ranges.CheckShare(tau, nameof(tau));
        UpdateLoop.Run(new LerpRule(tau), network.Parameters, target.Parameters, default, default);
    }

    /// <summary>
    /// Adds normal noise to some parameters, weights and biases: to each with probability <paramref name="rate"/>,
    /// <c>θ_i := θ_i + σ n</c> with <c>n</c> from <see cref="RandomSource.NextNormal"/>.
    /// </summary>
    /// <param name="network">The network to change.</param>
    /// <param name="random">Where the random numbers come from: the same state gives the same bits.</param>
    /// <param name="rate">The probability, 0 … 1.</param>
    /// <param name="sigma"><c>σ</c>, the standard deviation of the noise, finite and at least 0.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The network is none that the generator wrote.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static void Mutate(this INetwork network, RandomSource random, float rate, float sigma)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(random);
        Ranges.CheckShare(rate, nameof(rate));
        Ranges.CheckFiniteAtLeast(sigma, 0f, nameof(sigma));

        ulong threshold = (ulong)(rate * (double)(1L << 53));
        Span<float> parameters = network.Parameters;
        foreach (ref readonly LayerLayout layer in LayoutOf(network, nameof(network)).Layers)
        {
            for (int neuron = 0; neuron < layer.Neurons; neuron++)
            {
                Span<float> column = parameters.Slice(layer.WeightOffset + neuron, LengthOfColumn(layer));
                for (int i = 0; i < column.Length; i += layer.Stride)
                {
                    if (random.NextUInt64() >> 11 < threshold)
                    {
                        column[i] += sigma * random.NextNormal();
                    }
                }
            }
        }
    }

    /// <summary>
    /// Makes a network the child of two others: each unit comes from one or the other with probability ½ (uniform crossover: Syswerda, "Uniform
    /// crossover in genetic algorithms", 1989).
    /// </summary>
    /// <param name="network">The network to change; it may be a parent too.</param>
    /// <param name="a">A network with the same layers.</param>
    /// <param name="b">A network with the same layers.</param>
    /// <param name="random">Where the random numbers come from: the same state gives the same bits.</param>
    /// <param name="unit">What comes from one parent as a whole.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The layers differ, and the message says what was expected and what came; or the network is none that the generator wrote.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unit"/> is no named value.</exception>
    public static void CrossOver(this INetwork network, INetwork a, INetwork b, RandomSource random, CrossOverUnit unit = CrossOverUnit.Parameter)
    {
        CheckAlike(network, a, nameof(a));
        CheckAlike(network, b, nameof(b));
        ArgumentNullException.ThrowIfNull(random);
        if (unit is not (CrossOverUnit.Parameter or CrossOverUnit.Neuron))
        {
            throw Ranges.OutOfRange(nameof(unit), "Parameter or Neuron", unit);
        }

        Span<float> child = network.Parameters;
        Span<float> first = a.Parameters;
        Span<float> second = b.Parameters;
        foreach (ref readonly LayerLayout layer in LayoutOf(network, nameof(network)).Layers)
        {
            for (int neuron = 0; neuron < layer.Neurons; neuron++)
            {
                int end = layer.WeightOffset + neuron + LengthOfColumn(layer);
                bool isFirst = false;
                for (int i = layer.WeightOffset + neuron; i < end; i += layer.Stride)
                {
                    if (unit == CrossOverUnit.Parameter || i == layer.WeightOffset + neuron)
                    {
                        isFirst = random.NextUInt64() >> 63 == 0;
                    }

                    child[i] = isFirst ? first[i] : second[i];
                }
            }
        }
    }

    /// <summary>The layout of a network that the generator wrote.</summary>
    internal static ParameterLayout LayoutOf(INetwork network, string name)
        => network.Core?.Layout ?? throw new ArgumentException($"{name}: expected a class with a [Network] attribute, got {network.GetType()}", name);

    // Biases lie as one more row behind the weights: a neuron's parameters are a column.
    private static int LengthOfColumn(in LayerLayout layer) => ((layer.Inputs - (layer.HasBias ? 0 : 1)) * layer.Stride) + 1;

    private static void CheckAlike(INetwork network, INetwork other, string name)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (other is null)
        {
            throw new ArgumentNullException(name);
        }

        if (!AreAlike(network, other))
        {
            throw new ArgumentException($"{name}: expected the layers of {Describe(network)}, got {Describe(other)}", name);
        }
    }

    private static bool AreAlike(INetwork network, INetwork other)
    {
        if (network.Core?.Layout is not ParameterLayout layout || other.Core?.Layout is not ParameterLayout others)
        {
            return network.GetType() == other.GetType() && network.Parameters.Length == other.Parameters.Length;
        }

        if (ReferenceEquals(layout, others))
        {
            return true;
        }

        bool areAlike = layout.Length == others.Length && layout.Layers.Length == others.Layers.Length;
        for (int l = 0; areAlike && l < layout.Layers.Length; l++)
        {
            LayerLayout left = layout.Layers[l];
            LayerLayout right = others.Layers[l];
            areAlike = (left.Inputs, left.Neurons, left.Stride, left.WeightOffset, left.BiasOffset) == (right.Inputs, right.Neurons, right.Stride, right.WeightOffset, right.BiasOffset);
        }

        return areAlike;
    }

    /// <summary>For example <c>DigitNet (784 → 16 → 10, 12736 floats)</c>.</summary>
    private static string Describe(INetwork network)
    {
        var text = new StringBuilder(network.GetType().Name).Append(" (");
        if (network.Core?.Layout is ParameterLayout layout)
        {
            text.Append(layout.Layers[0].Inputs);
            foreach (LayerLayout layer in layout.Layers)
            {
                text.Append(" → ").Append(layer.Neurons).Append(layer.HasBias ? string.Empty : " without biases");
            }

            text.Append(", ");
        }

        return text.Append(network.Parameters.Length).Append(" floats)").ToString();
    }
}
