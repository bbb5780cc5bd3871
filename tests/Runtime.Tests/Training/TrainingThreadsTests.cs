using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Backprop.Training;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>Who runs what and when; what comes before and after a barrier; how it ends.</summary>
public sealed class TrainingThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void ByDefaultThereIsOneThreadForEachProcessor()
    {
        using var threads = new TrainingThreads();
        Assert.Equal(Environment.ProcessorCount, threads.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void ACountOutOfRangeIsRejected(int count)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>("count", () => new TrainingThreads(count));
        Assert.StartsWith(FormattableString.Invariant($"count: expected 1 to 1024, or 0 for one thread a processor, got {count}"), exception.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(64)]
    public void EachThreadRunsOneShare(int count)
    {
        using var threads = new TrainingThreads(count);
        Assert.Equal(count, threads.Count);
        for (int run = 0; run < 20; run++)
        {
            var runners = new Thread?[count];
            Assert.True(threads.TryRun(new DelegateWork(member =>
            {
                Assert.Equal(count, member.Count);
                Assert.Null(Interlocked.Exchange(ref runners[member.Index], Thread.CurrentThread));
            })));

            Assert.Same(Thread.CurrentThread, runners[0]);
            Assert.DoesNotContain(null, runners);
            Assert.Equal(count, runners.Distinct().Count());
            for (int i = 1; i < count; i++)
            {
                Assert.True(runners[i]!.IsBackground);
                Assert.Equal($"Backprop training thread {i}", runners[i]!.Name);
            }
        }
    }

    [Fact]
    public void AThreadAloneWaitsForNobody()
    {
        TeamMember alone = TeamMember.Alone;
        Assert.Equal((0, 1), (alone.Index, alone.Count));
        alone.WaitForAll();
    }

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(2, 100_000)]
    [InlineData(3, 10_000)]
    [InlineData(4, 10_000)]
    [InlineData(5, 5_000)]
    [InlineData(6, 5_000)]
    [InlineData(7, 5_000)]
    [InlineData(8, 5_000)]
    [InlineData(9, 5_000)]
    public void AfterABarrierEachThreadSeesWhatAllWroteBefore(int count, int runs)
    {
        using var threads = new TrainingThreads(count);
        var work = new ExchangeWork(count, barriers: 3);
        for (int run = 0; run < runs; run++)
        {
            Assert.True(threads.TryRun(work));
        }

        Assert.Equal(0, work.Faults);
        Assert.All(work.Finished, finished => Assert.Equal(runs, finished));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void ARunMayHaveManyBarriers(int count)
    {
        using var threads = new TrainingThreads(count);
        var work = new ExchangeWork(count, barriers: 10_000);
        Assert.True(threads.TryRun(work));
        Assert.Equal(0, work.Faults);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void ThreadsThatParkAreWoken(int count)
    {
        using var threads = new TrainingThreads(count);
        var work = new ExchangeWork(count, barriers: 5) { Late = true };
        for (int run = 0; run < 10; run++)
        {
            Thread.Sleep(3);
            Assert.True(threads.TryRun(work));
        }

        Assert.Equal(0, work.Faults);
        Assert.All(work.Finished, finished => Assert.Equal(10, finished));
    }

    [Fact]
    public void ACallThatFindsTheThreadsBusyDoesNotWait()
    {
        using var threads = new TrainingThreads(3);
        int inner = 0;
        var innerWork = new DelegateWork(_ => Interlocked.Increment(ref inner));
        var refused = new bool[4];
        Assert.True(threads.TryRun(new DelegateWork(member =>
        {
            refused[member.Index] = !threads.TryRun(innerWork);
            if (member.Index == 0)
            {
                var other = new Thread(() => refused[3] = !threads.TryRun(innerWork));
                other.Start();
                Assert.True(other.Join(Patience));
            }

            // Nobody leaves before all have asked.
            member.WaitForAll();
        })));

        Assert.Equal([true, true, true, true], refused);
        Assert.Equal(0, inner);
        Assert.True(threads.TryRun(innerWork));
        Assert.Equal(3, inner);
    }

    [Fact]
    public void AnyThreadMayCall()
    {
        using var threads = new TrainingThreads(2);
        int shares = 0;
        int runs = 0;
        var work = new DelegateWork(member =>
        {
            member.WaitForAll();
            Interlocked.Increment(ref shares);
        });
        Thread[] callers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                if (threads.TryRun(work))
                {
                    Interlocked.Increment(ref runs);
                }
            }
        })).ToArray();
        Array.ForEach(callers, caller => caller.Start());
        Assert.All(callers, caller => Assert.True(caller.Join(Patience)));
        Assert.InRange(runs, 1, 20_000);
        Assert.Equal(2 * runs, shares);
    }

    // The share that fails, the number of barriers that it passes first, and whether it is late, so that the others have parked.
    [Theory]
    [InlineData(1, 0, 0, false)]
    [InlineData(2, 0, 0, false)]
    [InlineData(2, 1, 0, false)]
    [InlineData(2, 0, 1, true)]
    [InlineData(2, 1, 1, true)]
    [InlineData(2, 0, 3, false)]
    [InlineData(2, 1, 3, false)]
    [InlineData(5, 0, 0, true)]
    [InlineData(5, 4, 0, true)]
    [InlineData(5, 2, 2, false)]
    [InlineData(9, 8, 1, false)]
    public void AnExceptionOfAnyThreadReachesTheCaller(int count, int failing, int barriersBefore, bool late)
    {
        using var threads = new TrainingThreads(count);
        for (int repetition = 0; repetition < (late ? 5 : 200); repetition++)
        {
            var failure = new FormatException("boom");
            int inside = 0;
            int completed = 0;
            var work = new DelegateWork(member =>
            {
                Interlocked.Increment(ref inside);
                try
                {
                    for (int i = 0; i < 3; i++)
                    {
                        FailIf(member.Index == failing && i == barriersBefore, late, failure);
                        member.WaitForAll();
                    }

                    FailIf(member.Index == failing, late, failure);
                    Interlocked.Increment(ref completed);
                }
                finally
                {
                    Interlocked.Decrement(ref inside);
                }
            });

            var thrown = Assert.Throws<FormatException>(() => threads.TryRun(work));
            Assert.Same(failure, thrown);
            Assert.Contains(nameof(FailIf), thrown.StackTrace);
            Assert.Equal(0, Volatile.Read(ref inside));

            // Behind the last barrier the others may complete their shares; in front of it they cannot.
            Assert.InRange(completed, 0, barriersBefore == 3 ? count - 1 : 0);

            var after = new ExchangeWork(count, barriers: 2);
            Assert.True(threads.TryRun(after));
            Assert.Equal(0, after.Faults);
            Assert.All(after.Finished, finished => Assert.Equal(1, finished));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void OfSeveralExceptionsOneReachesTheCaller(int count)
    {
        using var threads = new TrainingThreads(count);
        for (int run = 0; run < 200; run++)
        {
            FormatException[] failures = Enumerable.Range(0, count).Select(i => new FormatException($"boom {i}")).ToArray();
            var work = new DelegateWork(member => throw failures[member.Index]);
            Assert.Contains(Assert.Throws<FormatException>(() => threads.TryRun(work)), failures);
        }
    }

    [Fact]
    public void AnInterruptDoesNotTakeTheCallerOutOfARun()
    {
        using var threads = new TrainingThreads(2);
        using var started = new ManualResetEventSlim();
        bool finished = false;
        var work = new DelegateWork(member =>
        {
            if (member.Index == 1)
            {
                started.Set();
                Thread.Sleep(100);
                Volatile.Write(ref finished, true);
            }
        });

        bool finishedInTime = false;
        bool interruptedLater = false;
        var caller = new Thread(() =>
        {
            threads.TryRun(work);
            finishedInTime = Volatile.Read(ref finished);
            try
            {
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                interruptedLater = true;
            }
        });
        caller.Start();
        Assert.True(started.Wait(Patience));
        Thread.Sleep(20);
        caller.Interrupt();
        Assert.True(caller.Join(Patience));
        Assert.True(finishedInTime);
        Assert.True(interruptedLater);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void DisposingEndsTheThreads(int count)
    {
        var threads = new TrainingThreads(count);
        Thread[] workers = WorkersOf(threads);
        threads.Dispose();
        Assert.All(workers, worker => Assert.False(worker.IsAlive));
        threads.Dispose();
        Assert.Throws<ObjectDisposedException>(() => threads.TryRun(new DelegateWork(_ => Assert.Fail("It ran."))));
        Assert.Equal(count, threads.Count);
    }

    [Fact]
    public void ThreadsThatNeverRanAreEndedToo()
    {
        for (int i = 0; i < 50; i++)
        {
            new TrainingThreads(4).Dispose();
        }
    }

    [Fact]
    public void ParkedThreadsAreEndedToo()
    {
        var threads = new TrainingThreads(4);
        Thread[] workers = WorkersOf(threads);
        Thread.Sleep(50);
        threads.Dispose();
        Assert.All(workers, worker => Assert.False(worker.IsAlive));
    }

    [Fact]
    public void ManyThreadsMayDisposeAtOnce()
    {
        for (int i = 0; i < 50; i++)
        {
            var threads = new TrainingThreads(3);
            Thread[] workers = WorkersOf(threads);
            Thread[] disposers = Enumerable.Range(0, 4).Select(_ => new Thread(threads.Dispose)).ToArray();
            Array.ForEach(disposers, disposer => disposer.Start());
            Assert.All(disposers, disposer => Assert.True(disposer.Join(Patience)));
            Assert.All(workers, worker => Assert.False(worker.IsAlive));
        }
    }

    [Fact]
    public void DisposingWaitsForTheRun()
    {
        var threads = new TrainingThreads(2);
        using var started = new CountdownEvent(2);
        using var release = new ManualResetEventSlim();
        int completed = 0;
        var work = new DelegateWork(member =>
        {
            started.Signal();
            release.Wait(Patience);
            member.WaitForAll();
            Interlocked.Increment(ref completed);
        });

        var caller = new Thread(() => threads.TryRun(work));
        caller.Start();
        Assert.True(started.Wait(Patience));
        int completedAtDispose = -1;
        var disposer = new Thread(() =>
        {
            threads.Dispose();
            completedAtDispose = Volatile.Read(ref completed);
        });
        disposer.Start();
        Assert.False(disposer.Join(50));
        release.Set();
        Assert.True(disposer.Join(Patience));
        Assert.True(caller.Join(Patience));
        Assert.Equal(2, completedAtDispose);
    }

    [Fact]
    public void DisposingDoesNotStarveBesideABusyLoop()
    {
        var threads = new TrainingThreads(2);
        bool disposed = false;
        var work = new ExchangeWork(2, barriers: 2);
        var caller = new Thread(() =>
        {
            try
            {
                while (true)
                {
                    threads.TryRun(work);
                }
            }
            catch (ObjectDisposedException)
            {
                disposed = true;
            }
        });
        caller.Start();
        Thread.Sleep(20);
        threads.Dispose();
        Assert.True(caller.Join(Patience));
        Assert.True(disposed);
        Assert.Equal(0, work.Faults);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TheWorkCannotDisposeOfItsOwnThreads(int index)
    {
        using var threads = new TrainingThreads(2);
        var work = new DelegateWork(member =>
        {
            if (member.Index == index)
            {
                threads.Dispose();
            }
        });
        Assert.Throws<InvalidOperationException>(() => threads.TryRun(work));
        Assert.Equal(2, WorkersOf(threads).Length + 1);
    }

    [Fact]
    public void ForgottenThreadsAreEnded()
    {
        Thread[] workers = StartAndForget();
        for (int i = 0; i < 100 && workers.Any(worker => worker.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(20);
        }

        Assert.Equal(2, workers.Length);
        Assert.All(workers, worker => Assert.False(worker.IsAlive));
    }

    [Fact]
    public void FinishedWorkIsNotKeptAlive()
    {
        using var threads = new TrainingThreads(3);
        WeakReference work = RunAndForget(threads);
        Thread.Sleep(20);
        GC.Collect();
        Assert.False(work.IsAlive);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ARunAllocatesNothing(int count)
    {
        var work = new AllocationWork(count);
        using (var first = new TrainingThreads(count))
        {
            // Types are loaded and methods compiled here; the threads that are measured are new.
            Assert.True(first.TryRun(work));
        }

        // The runtime allocates something for a thread, once, when it first waits for a kernel object: here.
        using var threads = new TrainingThreads(count);
        Assert.True(threads.TryRun(work));
        Thread.Sleep(100);
        Array.Fill(work.First, -1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 10_000; run++)
        {
            if (run % 1_000 == 0)
            {
                Thread.Sleep(2);
            }

            threads.TryRun(work);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(work.First, work.Last);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailIf(bool condition, bool late, Exception failure)
    {
        if (condition)
        {
            if (late)
            {
                Thread.Sleep(5);
            }

            throw failure;
        }
    }

    private static Thread[] WorkersOf(TrainingThreads threads)
    {
        var runners = new Thread[threads.Count];
        Assert.True(threads.TryRun(new DelegateWork(member => runners[member.Index] = Thread.CurrentThread)));
        return runners[1..];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Thread[] StartAndForget() => WorkersOf(new TrainingThreads(3));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunAndForget(TrainingThreads threads)
    {
        var work = new ExchangeWork(3, barriers: 2);
        Assert.True(threads.TryRun(work));
        return new WeakReference(work);
    }

    /// <summary>Between two barriers each thread writes a number of its own; after them it reads the numbers of all.</summary>
    private sealed class ExchangeWork(int count, int barriers) : IThreadedWork
    {
        private readonly int[] _written = new int[count];
        private int _faults;

        public bool Late { get; init; }

        public int Faults => _faults;

        public int[] Finished { get; } = new int[count];

        public void Run(TeamMember member)
        {
            int start = _written[member.Index];
            for (int i = 1; i <= barriers; i++)
            {
                if (Late && member.Index == i % member.Count)
                {
                    Thread.Sleep(3);
                }

                _written[member.Index] = start + i;
                member.WaitForAll();
                foreach (int value in _written)
                {
                    if (value != start + i)
                    {
                        Interlocked.Increment(ref _faults);
                    }
                }

                member.WaitForAll();
            }

            Finished[member.Index]++;
        }
    }

    /// <summary>Notes what each thread has allocated in its life, in the first and in the last run.</summary>
    private sealed class AllocationWork(int count) : IThreadedWork
    {
        public long[] First { get; } = new long[count];

        public long[] Last { get; } = new long[count];

        public void Run(TeamMember member)
        {
            member.WaitForAll();
            Last[member.Index] = GC.GetAllocatedBytesForCurrentThread();
            if (First[member.Index] < 0)
            {
                First[member.Index] = Last[member.Index];
            }

            member.WaitForAll();
        }
    }
}
