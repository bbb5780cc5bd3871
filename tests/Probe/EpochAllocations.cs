using System;

namespace Backprop.Probe;

/// <summary>The bytes that the thread, and the whole process, allocated between the first report and the last.</summary>
internal sealed class EpochAllocations : IProgress<EpochReport>
{
    private long _threadAtFirst;
    private long _processAtFirst;

    public long Thread { get; private set; }

    public long Process { get; private set; }

    public void Report(EpochReport value)
    {
        long thread = GC.GetAllocatedBytesForCurrentThread();
        long process = GC.GetTotalAllocatedBytes(precise: true);
        if (value.Epoch == 1)
        {
            (_threadAtFirst, _processAtFirst) = (thread, process);
        }

        (Thread, Process) = (thread - _threadAtFirst, process - _processAtFirst);
    }
}
