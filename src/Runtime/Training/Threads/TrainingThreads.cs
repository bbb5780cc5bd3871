using System;
using System.Globalization;
using System.Threading;
using Backprop.Training;

namespace Backprop;

/// <summary>Threads that train together. They are started once, and wait between the calls without using a processor.</summary>
/// <remarks>
/// <code>
/// using var threads = new TrainingThreads();
/// network.Threads = threads;
/// </code>
/// <para>
/// Results do not depend on them: any number of threads gives the same bits, and so does none. A call that has too little work to gain runs on its own thread.
/// </para>
/// <para>
/// Any number of networks may share one of these. It works for one call at a time; a call that finds it busy does not wait, but
/// runs on its own thread. Nothing is allocated after the constructor.
/// </para>
/// <para>
/// After a call the threads stay awake for some tens of microseconds, so that those of a training loop find the next step at once. More threads
/// than processors work too, but are slower than as many threads as processors.
/// </para>
/// <para>
/// <see cref="Dispose"/> ends the threads. Forgotten ones are ended some time after the last reference is gone, and never keep a process alive.
/// </para>
/// </remarks>
public sealed class TrainingThreads : IDisposable
{
    /// <summary>The largest number of threads: 1024.</summary>
    public const int MaxCount = 1024;

    private readonly ThreadTeam _team;
    private int _user;
    private int _disposed;

    /// <summary>Starts the threads, one fewer than <see cref="Count"/>: the thread that makes a call is the other one.</summary>
    /// <param name="count">
    /// The number of threads that work on a call, its own thread included: 1 … <see cref="MaxCount"/>, or 0 for as many as the process has
    /// processors (<see cref="Environment.ProcessorCount"/>).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or above <see cref="MaxCount"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no threads (WebAssembly in a browser, say), and <paramref name="count"/> is above 1.</exception>
    public TrainingThreads(int count = 0)
    {
        if (count is < 0 or > MaxCount)
        {
            throw Ranges.OutOfRange(nameof(count), string.Create(CultureInfo.InvariantCulture, $"1 to {MaxCount}, or 0 for one thread a processor"), count);
        }

        Count = count == 0 ? Math.Min(Environment.ProcessorCount, MaxCount) : count;
        _team = new ThreadTeam(Count);
    }

    /// <summary>Ends the threads if nobody did. They are waiting then: a run keeps this object alive.</summary>
    ~TrainingThreads()
    {
        // There is no team if the constructor threw.
        _team?.Stop();
    }

    /// <summary>The number of threads that work on a call, its own thread included.</summary>
    public int Count { get; }

    /// <summary>The least work of a call, in multiply-adds, for which the threads are woken.</summary>
    /// <remarks>
    /// About 20 µs of a dense network, in which two threads that are awake gain 1.5 times, and those that are parked still cost little.
    /// </remarks>
    internal ulong LeastWork { get; init; } = 3_000_000;

    /// <summary>The least rows that a thread's share must have.</summary>
    /// <remarks>
    /// Fewer leave the tiles half empty, and are too few for weights that another processor has changed: 784-128-10 took 6 % longer on two
    /// threads with 8 rows, 5 % less with 16.
    /// </remarks>
    internal uint LeastShareRows { get; init; } = 8;

    /// <summary>How many times all threads have worked together.</summary>
    internal int Runs => _team.Runs;

    /// <summary>
    /// Ends the threads, and waits until they have ended. A call that they work on is finished first; later ones throw <see cref="ObjectDisposedException"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is one of the threads, at work: it would wait for itself.</exception>
    public void Dispose()
    {
        if (Volatile.Read(ref _user) == Environment.CurrentManagedThreadId || _team.HasWorker(Thread.CurrentThread))
        {
            throw new InvalidOperationException("The threads cannot be disposed of by the work that they do.");
        }

        Interlocked.Exchange(ref _disposed, 1);
        SpinWait wait = default;
        while (Volatile.Read(ref _user) != 0)
        {
            wait.SpinOnce();
        }

        _team.Stop();
        GC.SuppressFinalize(this);
        _team.Join();
    }

    /// <exception cref="ObjectDisposedException">The threads were disposed of.</exception>
    internal void CheckNotDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);

    /// <summary>Runs work on all threads, unless they work already, for whomever: then it returns at once.</summary>
    /// <param name="work">The work. An exception on any thread comes out here, when all threads have left the work; the first, if there are several.</param>
    /// <returns>Whether the work was run.</returns>
    /// <exception cref="ObjectDisposedException">The threads were disposed of.</exception>
    internal bool TryRun(IThreadedWork work)
    {
        if (Interlocked.CompareExchange(ref _user, Environment.CurrentManagedThreadId, 0) != 0)
        {
            return false;
        }

        try
        {
            // Dispose writes and reads the two the other way round: it waits for this run, or this run does not begin.
            CheckNotDisposed();
            _team.Run(work);
            return true;
        }
        finally
        {
            Volatile.Write(ref _user, 0);
        }
    }
}
