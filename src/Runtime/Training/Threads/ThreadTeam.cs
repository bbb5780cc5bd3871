using System;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace Backprop.Training;

/// <summary>
/// Threads that run one piece of work together: the caller of <see cref="Run"/>, and workers that wait from one run to the next.
/// One run at a time; <see cref="TrainingThreads"/> sees to that.
/// </summary>
/// <remarks>
/// The workers keep this object alive, and it knows nothing of the <see cref="TrainingThreads"/> that owns it: so that one can be collected.
/// </remarks>
internal sealed class ThreadTeam
{
    private const int Broken = -1;

    private readonly Thread[] _workers;
    private readonly TeamWaiter[] _waiters;

    private IThreadedWork? _work;
    private ExceptionDispatchInfo? _failure;
    private bool _stopping;
    private int _preparedCaller;

    // The number of the run that was started last and of the one that was finished last, and how many workers are still in it.
    private int _started;
    private int _finished;
    private int _running;

    // A sense-reversing barrier: the last thread to arrive flips the sense, which the others wait for.
    private int _arrived;
    private int _sense;

    /// <summary>Starts the workers.</summary>
    /// <param name="count">The number of threads, the caller of <see cref="Run"/> included; at least 1.</param>
    public ThreadTeam(int count)
    {
        Count = count;
        _workers = new Thread[count - 1];
        _waiters = new TeamWaiter[count == 1 ? 0 : count];
        for (int i = 0; i < _waiters.Length; i++)
        {
            _waiters[i] = new TeamWaiter(maySpin: count <= Environment.ProcessorCount);
        }

        int started = 0;
        try
        {
            for (; started < _workers.Length; started++)
            {
                int index = started + 1;
                var worker = new Thread(() => Work(index)) { IsBackground = true, Name = $"Backprop training thread {index}" };
                _workers[started] = worker;

                // Without the creator's execution context, which the thread would keep alive.
                worker.UnsafeStart();
            }
        }
        catch
        {
            Array.Resize(ref _workers, started);
            Stop();
            throw;
        }
    }

    /// <summary>The number of threads, the caller of <see cref="Run"/> included.</summary>
    public int Count { get; }

    /// <summary>How many runs there have been on more than one thread.</summary>
    public int Runs => _finished;

    /// <summary>Runs the work on all threads. Returns, or throws the first exception of any thread, when all have left it.</summary>
    /// <param name="work">The work.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(IThreadedWork work)
    {
        if (Count == 1)
        {
            work.Run(TeamMember.Alone);
            return;
        }

        if (_preparedCaller != Environment.CurrentManagedThreadId)
        {
            _waiters[0].Prepare();
            _preparedCaller = Environment.CurrentManagedThreadId;
        }

        int run = _started;
        _work = work;
        _running = _workers.Length;
        _arrived = 0;
        _sense = 0;
        Interlocked.Exchange(ref _started, run + 1);
        WakeOthers(0);
        RunShare(0);
        _waiters[0].WaitWhile(ref _finished, run);

        _work = null;
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    /// <summary>See <see cref="TeamMember.WaitForAll"/>.</summary>
    /// <param name="index">See <see cref="TeamMember.Index"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WaitForAll(int index)
    {
        int sense = Volatile.Read(ref _sense);
        if (sense == Broken)
        {
            throw new BrokenRunException();
        }

        if (Interlocked.Increment(ref _arrived) == Count)
        {
            _arrived = 0;
            Interlocked.Exchange(ref _sense, sense ^ 1);
            WakeOthers(index);
            return;
        }

        _waiters[index].WaitWhile(ref _sense, sense);
        if (Volatile.Read(ref _sense) == Broken)
        {
            throw new BrokenRunException();
        }
    }

    /// <summary>Tells the workers to end. Not during a run; more than once does no harm.</summary>
    public void Stop()
    {
        _stopping = true;
        Interlocked.Increment(ref _started);
        WakeOthers(0);
    }

    /// <summary>Whether this is one of the workers.</summary>
    /// <param name="thread">Any thread.</param>
    public bool HasWorker(Thread thread) => Array.IndexOf(_workers, thread) >= 0;

    /// <summary>Waits until the workers have ended, and frees what they waited on. After <see cref="Stop"/>.</summary>
    public void Join()
    {
        foreach (Thread worker in _workers)
        {
            worker.Join();
        }

        foreach (TeamWaiter waiter in _waiters)
        {
            waiter.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Work(int index)
    {
        TeamWaiter waiter = _waiters[index];
        waiter.Prepare();
        for (int run = 0; ; run++)
        {
            waiter.WaitWhile(ref _started, run);
            if (_stopping)
            {
                return;
            }

            RunShare(index);
            if (Interlocked.Decrement(ref _running) == 0)
            {
                Interlocked.Exchange(ref _finished, run + 1);
                _waiters[0].Wake();
            }
        }
    }

    // By itself, so that no parked worker has the work on its stack and keeps it from being collected.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void RunShare(int index)
    {
        try
        {
            _work!.Run(new TeamMember(this, index));
        }
        catch (BrokenRunException)
        {
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            Interlocked.Exchange(ref _sense, Broken);
            WakeOthers(index);
        }
    }

    private void WakeOthers(int index)
    {
        for (int i = 0; i < _waiters.Length; i++)
        {
            if (i != index)
            {
                _waiters[i].Wake();
            }
        }
    }

    /// <summary>Takes a thread out of a run that another one left with an exception. Never leaves the team.</summary>
    private sealed class BrokenRunException : Exception;
}
