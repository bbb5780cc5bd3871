using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading;
using Backprop.Memory;
using Backprop.Training;

namespace Backprop;

/// <summary>An update rule (U): how a gradient changes the parameters <c>w</c> of a network. <c>η</c> is the learning rate, <c>g = ∂C/∂w</c>.</summary>
/// <remarks>
/// <para>
/// One optimizer may train any number of networks; its state (momentum, say) is kept separately for each. That state is allocated
/// at the first step; after that nothing allocates, even when networks alternate. It is released when the network is collected, except
/// that of the network stepped last, which is kept until the next network's step or <see cref="Reset()"/>.
/// </para>
/// <para>Several threads may step different networks with one optimizer at once; a single network needs one thread at a time.</para>
/// <para>
/// Beside every rule, one of your own too, there are clipping of the gradient, <c>L1</c>, <c>L2</c> and weight decay, set when the optimizer is created and
/// all off at first. They take their turns in this order, with the parameters of before the step: <see cref="ClipNorm"/>, <see cref="ClipValue"/>, <see cref="L1"/>
/// and <see cref="L2"/> change the gradient, <see cref="WeightDecay"/> the weights; then the rule follows.
/// </para>
/// <para>A rule of your own overrides <see cref="Update"/>, and <see cref="CreateState"/> if it remembers anything.</para>
/// </remarks>
public abstract class Optimizer
{
    private readonly ConditionalWeakTable<INetwork, OptimizerState> _states = new();
    private OptimizerState? _last;
    private readonly float? _clipValue;
    private readonly float? _clipNorm;
    private readonly float _l1;
    private readonly float _l2;
    private readonly float _weightDecay;
    private float _learningRate;

    // The trainings that use it now; −1: one that changes the learning rate.
    private int _fits;

    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(float learningRate)
    {
        Ranges.CheckFiniteAtLeast(learningRate, 0f, nameof(learningRate));
        _learningRate = learningRate;
    }

    /// <summary>The learning rate <c>η</c>, finite and at least 0. May change between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            Ranges.CheckFiniteAtLeast(value, 0f, nameof(LearningRate));
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
    /// The largest magnitude of an element of the gradient, finite and above 0: larger ones are cut off at it. Null, as at first: any.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or not above 0.</exception>
    public float? ClipValue
    {
        get => _clipValue;
        init
        {
            CheckLimit(value, nameof(ClipValue));
            _clipValue = value;
            IsConditioned = HasConditions();
        }
    }

    /// <summary>
    /// The largest Euclidean norm of the whole gradient, finite and above 0: with a larger norm, <c>g := g · ClipNorm / ‖g‖</c> (Pascanu, Mikolov and Bengio,
    /// "On the difficulty of training recurrent neural networks", 2013, algorithm 1). Null, as at first: any.
    /// </summary>
    /// <remarks>A step then needs the whole gradient before it can change the first parameter: it goes through the memory once more.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or not above 0.</exception>
    public float? ClipNorm
    {
        get => _clipNorm;
        init
        {
            CheckLimit(value, nameof(ClipNorm));
            _clipNorm = value;
            IsConditioned = HasConditions();
        }
    }

    /// <summary>
    /// The factor of <c>Σ |w|</c> over all weights in the cost that is minimised, finite and at least 0: <c>g := g + L1 sign(w)</c>. 0, as at first: none.
    /// Biases are spared, and the cost that is returned does not contain it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float L1
    {
        get => _l1;
        init
        {
            Ranges.CheckFiniteAtLeast(value, 0f, nameof(L1));
            _l1 = value;
            IsConditioned = HasConditions();
        }
    }

    /// <summary>
    /// The factor of <c>½ Σ w²</c> over all weights in the cost that is minimised, finite and at least 0: <c>g := g + L2 w</c>. 0, as at first: none.
    /// Biases are spared, and the cost that is returned does not contain it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float L2
    {
        get => _l2;
        init
        {
            Ranges.CheckFiniteAtLeast(value, 0f, nameof(L2));
            _l2 = value;
            IsConditioned = HasConditions();
        }
    }

    /// <summary>
    /// The decoupled weight decay <c>λ</c>, finite and at least 0: each step begins with <c>w := w − η λ w</c>, beside the gradient and what the rule makes of it
    /// (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm 2). 0, as at first: none. Biases are spared.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay
    {
        get => _weightDecay;
        init
        {
            Ranges.CheckFiniteAtLeast(value, 0f, nameof(WeightDecay));
            _weightDecay = value;
            IsConditioned = HasConditions();
        }
    }

    /// <summary>Whether anything is done beside the rule: clipping, <c>L1</c>, <c>L2</c> or weight decay.</summary>
    internal bool IsConditioned { get; private init; }

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(INetwork network, ReadOnlySpan<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(network);
        Span<float> parameters = network.Parameters;
        Ranges.CheckLength(gradients.Length, parameters.Length, nameof(gradients));

        OptimizerState state = StateOf(network, parameters.Length);
        if (IsConditioned)
        {
            UpdateConditioned(parameters, gradients, state, network.Core is { } core ? core.Layout.Strips : [new Strip(0, parameters.Length, parameters.Length)]);
        }
        else
        {
            Update(parameters, gradients, state);
        }
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

    /// <summary>
    /// A <c>Fit</c> begins to use this. Any number may at once, for different networks; but one whose schedule changes the learning rate is the only one.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another one changes the learning rate, or would have it changed.</exception>
    internal void BeginFit(bool changesRate)
    {
        int fits;
        do
        {
            fits = Volatile.Read(ref _fits);
            if (fits < 0 || (changesRate && fits > 0))
            {
                throw new InvalidOperationException("Expected an optimizer of its own for a training with a schedule, got one that another Fit uses.");
            }
        }
        while (Interlocked.CompareExchange(ref _fits, changesRate ? -1 : fits + 1, fits) != fits);
    }

    /// <summary>The <c>Fit</c> has ended.</summary>
    internal void EndFit()
    {
        // From −1 it is −2 for a moment, which nobody may use either.
        if (Interlocked.Decrement(ref _fits) < 0)
        {
            Volatile.Write(ref _fits, 0);
        }
    }

    /// <summary>Puts what is remembered about one network in the place of what was; null: nothing.</summary>
    /// <returns>What was; null if that was nothing.</returns>
    internal OptimizerState? ExchangeState(INetwork network, OptimizerState? state)
    {
        _states.TryGetValue(network, out OptimizerState? before);
        Reset(network);
        if (state is not null)
        {
            _states.Add(network, state);
        }

        return before;
    }

    /// <summary>Runs a rule over some parameters, with what is done beside it.</summary>
    /// <param name="rule">The rule with its constants for this step.</param>
    /// <param name="piece">The parameters.</param>
    /// <param name="s">What the rule remembers first of each, if anything.</param>
    /// <param name="t">What it remembers second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Run<TRule>(TRule rule, in ParameterPiece piece, Span<float> s = default, Span<float> t = default)
        where TRule : struct, IUpdateRule
    {
        if (IsConditioned)
        {
            RunConditioned(rule, piece, s, t);
        }
        else
        {
            UpdateLoop.Run(rule, piece.Parameters, piece.Gradients, s, t);
        }
    }

    /// <summary>A step with what is done beside the rule. A rule of the user's is given the gradient that this makes.</summary>
    /// <param name="parameters">All parameters.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="state">What the rule remembers.</param>
    /// <param name="strips">Which of the parameters are weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected virtual void UpdateConditioned(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state, ReadOnlySpan<Strip> strips)
    {
        float scale = ScaleToLimit(gradients);
        Span<float> conditioned = state.Gradient!.Span;
        foreach (ref readonly Strip strip in strips)
        {
            Run(default(KeepGradientRule), ParameterPiece.Of(strip, parameters, gradients, state, scale), conditioned.Slice(strip.Offset, strip.Length));
        }

        Update(parameters, conditioned, state);
    }

    /// <summary>What brings the norm of the whole gradient down to <see cref="ClipNorm"/>; 1 where it is not above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected float ScaleToLimit(ReadOnlySpan<float> gradients)
    {
        if (_clipNorm is not float limit)
        {
            return 1f;
        }

        double norm = GradientNorm.Of(gradients);
        return norm > limit ? (float)(limit / norm) : 1f;
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

    private static void CheckLimit(float? value, string name)
    {
        if (value is float limit && !(float.IsFinite(limit) && limit > 0f))
        {
            throw Ranges.OutOfRange(name, "a finite value above 0, or null", limit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunConditioned<TRule>(TRule rule, in ParameterPiece piece, Span<float> s, Span<float> t)
        where TRule : struct, IUpdateRule
    {
        float clip = _clipValue ?? float.PositiveInfinity;
        int weights = piece.Weights;
        UpdateLoop.Run(
            new ConditionedRule<TRule>(rule, piece.Scale, clip, _l1, _l2, _learningRate * _weightDecay),
            piece.Parameters[..weights],
            piece.Gradients[..weights],
            s.IsEmpty ? s : s[..weights],
            t.IsEmpty ? t : t[..weights]);
        if (weights < piece.Parameters.Length)
        {
            UpdateLoop.Run(
                new ConditionedRule<TRule>(rule, piece.Scale, clip, 0f, 0f, 0f),
                piece.Parameters[weights..],
                piece.Gradients[weights..],
                s.IsEmpty ? s : s[weights..],
                t.IsEmpty ? t : t[weights..]);
        }
    }

    private bool HasConditions() => _clipValue is not null || _clipNorm is not null || _l1 != 0f || _l2 != 0f || _weightDecay != 0f;

    /// <summary>What is remembered of a network; new if that is nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected OptimizerState StateOf(INetwork network, int length)
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
            if (IsConditioned && this is not ElementwiseOptimizer)
            {
                state.Gradient = new AlignedBuffer(length);
            }

            _states.Add(network, state);
        }

        _last = state;
        return state;
    }
}
