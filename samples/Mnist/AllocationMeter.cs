using System;
using Backprop;

namespace Mnist;

/// <summary>Counts the bytes that are allocated inside the epochs, and passes their reports on.</summary>
/// <remarks>The first epoch is not counted: from its beginning on, all that the training will ever need is allocated.</remarks>
internal sealed class AllocationMeter(Action<EpochReport> next) : IProgress<EpochReport>
{
    private long _processBytes;
    private long _threadBytes;

    /// <summary>
    /// The bytes of all epochs but the first: the count of the training thread or that of the whole process, whichever is larger. Null
    /// before the end of the second.
    /// </summary>
    public long? Bytes { get; private set; }

    public void Report(EpochReport value)
    {
        long threadBytes = GC.GetAllocatedBytesForCurrentThread() - _threadBytes;
        long processBytes = GC.GetTotalAllocatedBytes(precise: true) - _processBytes;
        if (value.Epoch > 1)
        {
            Bytes = (Bytes ?? 0) + Math.Max(threadBytes, processBytes);
        }

        next(value);

        // What a display throws away may be collected, and its finalizers allocate on a thread of their own: not in the next epoch.
        GC.WaitForPendingFinalizers();
        _processBytes = GC.GetTotalAllocatedBytes(precise: true);
        _threadBytes = GC.GetAllocatedBytesForCurrentThread();
    }
}
