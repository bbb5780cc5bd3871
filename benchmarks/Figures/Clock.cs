using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Backprop.Figures;

/// <summary>Seconds, from some moment on.</summary>
internal static class Clock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>The processor time of this thread, which other processes do not lengthen; outside Linux the time of day.</summary>
    public static double OfThread()
    {
        if (!OperatingSystem.IsLinux())
        {
            return OfDay();
        }

        return GetTime(ThreadCpuTime, out TimeSpecification time) == 0
            ? time.Seconds + (time.Nanoseconds * 1e-9)
            : throw new InvalidOperationException("the processor time of a thread is not to be had");
    }

    /// <summary>What passes for the caller, whatever number of threads works for it.</summary>
    public static double OfDay() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
