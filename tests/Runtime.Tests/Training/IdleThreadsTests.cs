using System;
using System.Diagnostics;
using System.Threading;
using Backprop.Training;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>What threads cost while nothing trains.</summary>
[Collection(AloneCollection.Name)]
public sealed class IdleThreadsTests
{
    [Fact]
    public void IdleThreadsUseNoProcessor()
    {
        using var threads = new TrainingThreads(4);
        var work = new DelegateWork(static member => member.WaitForAll());
        TimeSpan least = TimeSpan.MaxValue;

        // The runtime has threads of its own that may be busy for a while: the quietest of several intervals counts.
        for (int i = 0; i < 10 && least > TimeSpan.FromMilliseconds(20); i++)
        {
            Assert.True(threads.TryRun(work));
            TimeSpan before = ProcessorTime();
            Thread.Sleep(300);
            TimeSpan used = ProcessorTime() - before;
            least = used < least ? used : least;
        }

        Assert.InRange(least, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    private static TimeSpan ProcessorTime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
