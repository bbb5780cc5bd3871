using System;
using System.ComponentModel;
using System.Threading;

namespace Backprop.Memory;

/// <summary>
/// The memory a network works in, allocated with it. One user at a time: a forward pass takes it if it is free, and the stack
/// otherwise, so that many threads can run forward passes at once; everything else waits for its turn.
/// </summary>
/// <param name="length">The number of floats.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Workspace(int length)
{
    private AlignedBuffer _buffer = new(length);
    private int _taken;
    private int _waiting;

    /// <summary>The first float, on a 64-byte boundary.</summary>
    public ref float Reference => ref _buffer.Reference;

    /// <summary>All of it.</summary>
    public Span<float> Span => _buffer.Span;

    /// <summary>Takes the workspace if nobody has it and nobody waits for it.</summary>
    /// <returns>Whether it was taken: then <see cref="Exit"/> gives it back.</returns>
    public bool TryEnter() => Volatile.Read(ref _waiting) == 0 && TryTake();

    /// <summary>Takes the workspace, waiting until nobody has it.</summary>
    public void Enter()
    {
        if (TryTake())
        {
            return;
        }

        // Forward passes, which could do without, would otherwise come first each time.
        Interlocked.Increment(ref _waiting);
        SpinWait wait = default;
        while (!TryTake())
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        Interlocked.Decrement(ref _waiting);
    }

    /// <summary>Gives the workspace back.</summary>
    public void Exit() => Volatile.Write(ref _taken, 0);

    /// <summary>Replaces the memory. Only for whom has taken the workspace.</summary>
    /// <param name="newLength">The number of floats.</param>
    public void Resize(int newLength) => _buffer = new AlignedBuffer(newLength);

    private bool TryTake() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0;
}
