using System;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>An update rule (U): how a gradient changes the parameters <c>w</c> of a network. <c>η</c> is the learning rate, <c>g = ∂C/∂w</c>.</summary>
/// <remarks>
/// <para>
/// One optimizer may train any number of networks; its state (momentum, say) is kept separately for each. That state is allocated
/// at the first step; after that nothing allocates, even when networks alternate. It is released when the network is collected, except
/// that of the network stepped last, which is kept until the next network's step or <see cref="Reset()"/>.
/// </para>
/// <para>Several threads may step different networks with one optimizer at once; a single network needs one thread at a time.</para>
/// <para>A rule of your own overrides <see cref="Update"/>, and <see cref="CreateState"/> if it remembers anything.</para>
/// </remarks>
public abstract class Optimizer
{
    private readonly ConditionalWeakTable<INetwork, OptimizerState> _states = new();
    private OptimizerState? _last;
    private float _learningRate;

    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(float learningRate)
    {
        CheckLearningRate(learningRate, nameof(learningRate));
        _learningRate = learningRate;
    }

    /// <summary>The learning rate <c>η</c>, finite and at least 0. May change between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            CheckLearningRate(value, nameof(value));
            _learningRate = value;
        }
    }

    /// <summary>
    /// Whether the rule is exactly <c>w := w − η g</c> and remembers nothing. Generated code may then update a layer as it walks
    /// through it, without a call to <see cref="Step(INetwork, ReadOnlySpan{float})"/>.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual bool IsGradientDescent => false;

    /// <summary>
    /// Whether each parameter's update depends on its own gradient alone: then a step may go through the parameters strip by strip, by
    /// <see cref="BeginStep"/> and <see cref="UpdateStrip"/>, in any order and on several threads.
    /// </summary>
    internal virtual bool UpdatesStrips => false;

    /// <summary>
    /// One step with the network's own <see cref="INetwork.Gradients"/>: for gradients accumulated over several <c>Backward</c> calls. The gradients are not changed.
    /// </summary>
    /// <param name="network">The network to change. Its state is allocated at the first step.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public void Step(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Step(network, network.Gradients);
    }

    /// <summary>One step with gradients that lie elsewhere.</summary>
    /// <param name="network">The network to change. Its state is allocated at the first step.</param>
    /// <param name="gradients">As many values as <see cref="INetwork.Parameters"/>, in the same layout: zero where that has padding.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public void Step(INetwork network, ReadOnlySpan<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(network);
        Span<float> parameters = network.Parameters;
        if (gradients.Length != parameters.Length)
        {
            throw new ArgumentException($"expected {parameters.Length} values, got {gradients.Length}", nameof(gradients));
        }

        Update(parameters, gradients, StateOf(network, parameters.Length));
    }

    /// <summary>Forgets everything about every network, as if no step had been taken. The learning rate stays.</summary>
    public void Reset()
    {
        _states.Clear();
        _last = null;
    }

    /// <summary>Forgets everything about one network, as if it had never been stepped.</summary>
    /// <param name="network">Any network.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public void Reset(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _states.Remove(network);
        _last = null;
    }

    /// <summary>Goes to the network's next step, before its strips are updated.</summary>
    internal OptimizerState BeginStep(INetwork network)
    {
        OptimizerState state = StateOf(network, network.Parameters.Length);
        Advance(state);
        return state;
    }

    /// <summary>Applies the rule to some parameters.</summary>
    /// <param name="parameters">The parameters of a strip.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="state">What <see cref="BeginStep"/> returned.</param>
    /// <param name="offset">Where the strip starts in the storage.</param>
    internal virtual void UpdateStrip(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, int offset)
        => throw new NotSupportedException($"{GetType()} does not update parameters strip by strip");

    private protected virtual void Advance(OptimizerState state)
    {
    }

    /// <summary>
    /// Creates the state that the rule keeps for one network; called at its first step. By default there is none.
    /// </summary>
    /// <param name="length">The length of the network's <see cref="INetwork.Parameters"/>.</param>
    /// <returns>A new state.</returns>
    protected virtual OptimizerState CreateState(int length) => new(length, 0);

    /// <summary>Applies the rule once. Must not allocate.</summary>
    /// <param name="parameters">The parameters <c>w</c>, to be changed. Some are padding: zero, and with <c>g = 0</c> the rule must leave them so.</param>
    /// <param name="gradients">The gradient <c>g</c>, of the same length and layout.</param>
    /// <param name="state">What <see cref="CreateState"/> made for this network.</param>
    protected abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state);

    private static void CheckLearningRate(float value, string name)
    {
        if (!float.IsFinite(value) || value < 0f)
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"learningRate: expected a finite value of at least 0, got {value}"));
        }
    }

    private OptimizerState StateOf(INetwork network, int length)
    {
        // One field, read and written whole: threads that step different networks at once cannot see another's state.
        OptimizerState? last = _last;
        if (last is not null && last.IsOf(network))
        {
            return last;
        }

        if (!_states.TryGetValue(network, out OptimizerState? state))
        {
            state = CreateState(length);
            state.BindTo(network);
            _states.Add(network, state);
        }

        _last = state;
        return state;
    }
}
