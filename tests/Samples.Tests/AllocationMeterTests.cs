using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Mnist;
using Xunit;

namespace Backprop.Samples.Tests;

public sealed class AllocationMeterTests
{
    [Fact]
    public void FinalizersOfTheDisplayEndBeforeTheNextEpoch()
    {
        using ManualResetEventSlim finalized = new();
        AllocationMeter meter = new(_ =>
        {
            Leave(finalized);
            GC.Collect();
        });

        meter.Report(new EpochReport { Epoch = 1 });

        Assert.True(finalized.IsSet);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Leave(ManualResetEventSlim finalized) => _ = new SlowlyFinalized(finalized);

    private sealed class SlowlyFinalized(ManualResetEventSlim finalized)
    {
        ~SlowlyFinalized()
        {
            Thread.Sleep(100);
            finalized.Set();
        }
    }
}
