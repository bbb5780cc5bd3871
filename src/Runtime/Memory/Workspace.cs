using System;
using System.ComponentModel;
using System.Threading;

namespace Backprop.Memory;

/// <summary>
/// The memory a network works in, allocated once. Training needs it to itself; a forward pass takes it if it is free, and the
/// stack otherwise, so that many threads can run forward passes at once.
/// </summary>
/// <param name="length">The number of floats.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Workspace(int length)
{
    private readonly AlignedBuffer _buffer = new(length);
    private int _taken;

    /// <summary>The first float, on a 64-byte boundary.</summary>
    public ref float Reference => ref _buffer.Reference;

    /// <summary>All of it.</summary>
    public Span<float> Span => _buffer.Span;

    /// <summary>Takes the workspace if nobody has it.</summary>
    /// <returns>Whether it was taken: then <see cref="Exit"/> gives it back.</returns>
    public bool TryEnter() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

    /// <summary>Takes the workspace, waiting until nobody has it.</summary>
    public void Enter()
    {
        SpinWait wait = default;
        while (!TryEnter())
        {
            wait.SpinOnce();
        }
    }

    /// <summary>Gives the workspace back.</summary>
    public void Exit() => Volatile.Write(ref _taken, 0);
}
