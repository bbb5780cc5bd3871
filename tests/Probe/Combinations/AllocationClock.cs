using System;

namespace Backprop.Probe.Combinations;

/// <summary>
/// The machine's clock, which notes what was allocated when it is read: so a training can be measured that tells nobody of its progress.
/// </summary>
/// <remarks>A training reads it once when it begins, as often in each epoch as in any other, last at the end of the epoch, and once when it is over.</remarks>
internal sealed class AllocationClock : TimeProvider
{
    private readonly int _first;
    private readonly int _last;
    private int _collections;

    private AllocationClock(int first, int last) => (_first, _last) = (first, last);

    /// <summary>How often the clock was read.</summary>
    public int Readings { get; private set; }

    /// <summary>The bytes that the reading thread allocated in what is measured.</summary>
    public long Thread { get; private set; }

    /// <summary>The bytes that the whole process allocated.</summary>
    public long Process { get; private set; }

    /// <summary>Whether garbage was collected meanwhile: what threads had reserved and not used then counts as allocated.</summary>
    public bool WasCollected { get; private set; }

    /// <summary>A clock that only counts how often it is read.</summary>
    public static AllocationClock OfNothing() => new(int.MaxValue, int.MaxValue);

    /// <summary>A clock that measures a training from the beginning of the second epoch to the end of the last.</summary>
    /// <param name="readings">How often such a training reads it.</param>
    /// <param name="epochs">The epochs of the training.</param>
    public static AllocationClock FromTheSecondEpochOn(int readings, int epochs)
    {
        (int ofEpoch, int rest) = Math.DivRem(readings - 2, epochs);
        return rest == 0
            ? new AllocationClock(1 + ofEpoch, readings - 2)
            : throw new InvalidOperationException($"expected as many readings in each of {epochs} epochs, got {readings}");
    }

    public override long GetTimestamp()
    {
        int reading = Readings++;
        if (reading == _first)
        {
            _collections = GC.CollectionCount(0);
            Process = -GC.GetTotalAllocatedBytes(precise: true);
            Thread = -GC.GetAllocatedBytesForCurrentThread();
        }

        if (reading == _last)
        {
            Thread += GC.GetAllocatedBytesForCurrentThread();
            Process += GC.GetTotalAllocatedBytes(precise: true);
            WasCollected = GC.CollectionCount(0) != _collections;
        }

        return base.GetTimestamp();
    }
}
