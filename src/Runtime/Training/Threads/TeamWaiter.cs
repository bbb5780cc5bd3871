using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Backprop.Training;

/// <summary>How one thread of a team waits until a number changes: it spins for a short time, and then parks, using no processor.</summary>
/// <param name="maySpin">Whether every thread of the team can have a processor of its own. If not, spinning would keep the one waited for from running.</param>
internal sealed class TeamWaiter(bool maySpin) : IDisposable
{
    // A thread stays awake for about as long as it costs both sides to wake a parked one, some tens of microseconds, and yields after a
    // few: when the system has put two threads of a team on one processor, the one that spins keeps the other from running. Threads
    // that outnumber the processors never spin.
    private const int Yields = 40;
    private readonly int _firstSpins = maySpin ? 100 : 0;
    private readonly int _spins = maySpin ? 16 : 0;

    private readonly AutoResetEvent _wake = new(false);
    private int _parked;

    /// <summary>Returns when <paramref name="number"/> is not, or no longer, <paramref name="value"/>.</summary>
    /// <param name="number">A number that another thread changes by an interlocked operation before it calls <see cref="Wake"/>.</param>
    /// <param name="value">The value to wait through.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WaitWhile(ref int number, int value)
    {
        if (Spin(ref number, value, _firstSpins))
        {
            return;
        }

        for (int i = 0; i < Yields; i++)
        {
            Thread.Yield();
            if (Spin(ref number, value, _spins))
            {
                return;
            }
        }

        while (Volatile.Read(ref number) == value)
        {
            Park(ref number, value);
        }
    }

    /// <summary>
    /// Waits for a signal that is there already. The runtime allocates something for a thread when it first waits for a kernel object: that is
    /// done with when the thread first parks, which may be long after the first run.
    /// </summary>
    public void Prepare()
    {
        _wake.Set();
        WaitForSignal();
    }

    /// <summary>Ends the parking, if there is any. Call it after the number has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Wake()
    {
        if (Volatile.Read(ref _parked) != 0 && Interlocked.Exchange(ref _parked, 0) != 0)
        {
            _wake.Set();
        }
    }

    /// <summary>Frees the kernel object. Nobody may wait any more.</summary>
    public void Dispose() => _wake.Dispose();

    /// <summary>Looks at the number once, and again after each spin. Returns whether it has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Spin(ref int number, int value, int spins)
    {
        for (; Volatile.Read(ref number) == value; spins--)
        {
            if (spins == 0)
            {
                return false;
            }

            Thread.SpinWait(1);
        }

        return true;
    }

    private void Park(ref int number, int value)
    {
        // Both sides write and then read, with a fence in between: either this thread sees the new number, or the other one sees the flag.
        // Who sets the flag back owes one signal or, on this side, waits for one: so no signal is left over for a later wait.
        Interlocked.Exchange(ref _parked, 1);
        if (Volatile.Read(ref number) == value || Interlocked.Exchange(ref _parked, 0) == 0)
        {
            WaitForSignal();
        }
    }

    private void WaitForSignal()
    {
        bool interrupted = false;
        while (true)
        {
            try
            {
                _wake.WaitOne();
                break;
            }
            catch (ThreadInterruptedException)
            {
                // To leave now would be to leave the other threads alone in the caller's memory. The interrupt is for the next wait that is not ours.
                interrupted = true;
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }
}
