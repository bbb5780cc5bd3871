using System;
using System.Runtime.CompilerServices;
using Backprop.Memory;

namespace Backprop;

/// <summary>
/// What an <see cref="Optimizer"/> remembers about one network between steps: arrays as long as its parameters. A rule that remembers
/// more than that (a counter, say) derives from it.
/// </summary>
public class OptimizerState
{
    private readonly AlignedBuffer[] _arrays;
    private WeakReference<INetwork>? _network;

    /// <summary>Allocates the arrays, all zero.</summary>
    /// <param name="length">The length of each: that of the network's <see cref="INetwork.Parameters"/>.</param>
    /// <param name="count">The number of arrays, from 0 up.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public OptimizerState(int length, int count)
    {
        Ranges.CheckAtLeast(count, 0, nameof(count));

        _arrays = new AlignedBuffer[count];
        for (int i = 0; i < count; i++)
        {
            _arrays[i] = new AlignedBuffer(length);
        }
    }

    /// <summary>One of the arrays, in the layout of <see cref="INetwork.Parameters"/>.</summary>
    /// <param name="index">From 0.</param>
    /// <returns>The array itself.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such array.</exception>
    public Span<float> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _arrays[index].Span;
    }

    /// <summary>The gradient as a rule of the user's is given it, if that is not the network's; as long as the parameters.</summary>
    internal AlignedBuffer? Gradient { get; set; }

    // Weak: the optimizer keeps the state it used last, and that must not keep the network.
    internal void BindTo(INetwork network)
    {
        if (_network is not null)
        {
            throw new InvalidOperationException("CreateState: expected a new state for each network, got one that is in use");
        }

        _network = new WeakReference<INetwork>(network);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsOf(INetwork network)
        => _network is not null && _network.TryGetTarget(out INetwork? bound) && ReferenceEquals(bound, network);
}
