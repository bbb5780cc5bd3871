using System;
using System.ComponentModel;
using System.Threading;
using Backprop.Memory;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>What the library's own code can ask of a generated network beyond <see cref="INetwork"/>, whatever its topology.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NetworkCore
{
    private int _isInFit;

    private protected NetworkCore()
    {
    }

    /// <summary>How the parameters lie in their storage.</summary>
    internal abstract ParameterLayout Layout { get; }

    /// <summary>The cost of one row.</summary>
    internal abstract Loss Loss { get; }

    /// <summary>The steps of training with dropout since the network was initialised: they decide which outputs the next one drops.</summary>
    internal abstract ulong TrainedSteps { get; set; }

    /// <summary>A <c>Fit</c> begins: there can be only one at a time, or both would train on the parameters that the other one changes.</summary>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    internal void BeginFit()
    {
        if (Interlocked.Exchange(ref _isInFit, 1) != 0)
        {
            throw new InvalidOperationException("Expected a network that is not being trained, got one that a Fit trains.");
        }
    }

    /// <summary>The <c>Fit</c> has ended.</summary>
    internal void EndFit() => Volatile.Write(ref _isInFit, 0);

    /// <summary>One training step on some rows of a data set. Nothing is checked.</summary>
    /// <param name="network">The network that this is of.</param>
    /// <param name="inputs">The inputs of all rows.</param>
    /// <param name="targets">The targets or labels of all rows.</param>
    /// <param name="order">The rows of the step, at least one, and their weights.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <returns>The reduced cost of the rows before the step.</returns>
    internal abstract float Train(INetwork network, ReadOnlySpan<float> inputs, in Targets targets, in RowOrder order, Optimizer optimizer);

    /// <summary>The cost of each row, and its outputs, by one forward pass. Nothing is checked.</summary>
    /// <param name="inputs">The inputs of the rows.</param>
    /// <param name="targets">Their targets or labels.</param>
    /// <param name="costs">Where the costs go: a value for each row, at least one.</param>
    /// <param name="outputs">Where the outputs go; empty: nowhere.</param>
    internal abstract void Cost(ReadOnlySpan<float> inputs, in Targets targets, Span<float> costs, Span<float> outputs);
}
