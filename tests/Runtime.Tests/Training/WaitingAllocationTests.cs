using System;
using System.Threading;
using Backprop.Training;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>The runtime allocates something for each thread when it first waits for a kernel object. That must not fall into a training.</summary>
[Collection(AloneCollection.Name)]
public sealed class WaitingAllocationTests
{
    private static readonly TimeSpan LongerThanAnySpin = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void AThreadThatParksForTheFirstTimeAllocatesNothing()
    {
        long[] caller = new long[2];
        long[] worker = new long[2];

        // A thread of its own: it has never waited.
        Thread thread = new(() =>
        {
            using var threads = new TrainingThreads(2);
            int run = 0;
            DelegateWork work = new(member =>
            {
                if (member.Index == 1)
                {
                    worker[run] = GC.GetAllocatedBytesForCurrentThread();
                }

                if (run == 1 && member.Index == 1)
                {
                    Thread.Sleep(LongerThanAnySpin);
                }
            });

            threads.TryRun(work);
            caller[0] = GC.GetAllocatedBytesForCurrentThread();

            // The worker parks while this thread sleeps, and this one while the worker does.
            Thread.Sleep(LongerThanAnySpin);
            run = 1;
            threads.TryRun(work);
            caller[1] = GC.GetAllocatedBytesForCurrentThread();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(0, caller[1] - caller[0]);
        Assert.Equal(0, worker[1] - worker[0]);
    }
}
