using System;
using System.Diagnostics;
using System.Threading;

namespace Backprop.Figures;

/// <summary>
/// The time of a call, and what the processor could do in the same moments: rounds of calls take turns with rounds of multiply-adds
/// and of copies, because clock rates and neighbours change within seconds. Of each, the best round counts.
/// </summary>
/// <param name="Seconds">One call.</param>
/// <param name="PeakRate">Floating-point operations a second of the multiply-adds.</param>
/// <param name="CopyRate">Bytes a second of the copies; 0 if there were none.</param>
/// <param name="Allocated">Bytes allocated by one call, on all threads.</param>
internal readonly record struct Measurement(double Seconds, double PeakRate, double CopyRate, double Allocated)
{
    private const double MeasuringSeconds = 0.6;
    private const double RoundSeconds = 200e-6;
    private const int MinimalRounds = 20;
    private const int PeakRounds = 20_000;
    private const int WarmUpPasses = 30;

    /// <summary>
    /// Calls each often enough, and waits between, for tiered compilation to come to an end: it counts thirty calls, waits for 100 ms
    /// without a new method, compiles on a thread of its own, twice for each method; and a method that a caller inlines no more after
    /// that starts afresh.
    /// </summary>
    public static void WarmUp(ReadOnlySpan<Figure> figures)
    {
        for (int pass = 0; pass < WarmUpPasses; pass++)
        {
            foreach (Figure figure in figures)
            {
                for (int i = 0; i < 35; i++)
                {
                    figure.Run(1);
                }
            }

            Thread.Sleep(150);
        }
    }

    public static Measurement Of(Figure figure)
    {
        int calls = CallsThatTake(RoundSeconds, figure.Run);
        double allocated = BytesAllocated(figure.Run, calls);
        Copy? copy = figure.Bytes > 0 ? new Copy(figure.ParameterBytes) : null;
        int copies = copy is null ? 0 : CallsThatTake(RoundSeconds, copy.Run);

        double call = double.PositiveInfinity, peak = double.PositiveInfinity, copied = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinimalRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < MeasuringSeconds; round++)
        {
            peak = Math.Min(peak, TimePeak());
            if (copy is not null)
            {
                copied = Math.Min(copied, Time(copy.Run, copies));
            }

            if (figure.Threads > 1)
            {
                // In a training loop the threads are awake; here they have waited for the peak to be measured.
                figure.Run(1);
            }

            call = Math.Min(call, Time(figure.Run, calls));
        }

        return new Measurement(
            call / figure.CallsPerRun,
            Peak.Operations(PeakRounds) / peak,
            copy is null ? 0 : copy.Bytes / copied,
            allocated / figure.CallsPerRun);
    }

    private static double TimePeak()
    {
        long start = Stopwatch.GetTimestamp();
        Peak.Run(PeakRounds);
        return (Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency;
    }

    private static double Time(Action<int> run, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        run(calls);
        return (Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency / calls;
    }

    private static int CallsThatTake(double seconds, Action<int> run)
    {
        int calls = 1;
        while (Time(run, calls) * calls < seconds)
        {
            calls *= 2;
        }

        return calls;
    }

    /// <summary>The least of some rounds: the runtime allocates for itself now and then.</summary>
    private static double BytesAllocated(Action<int> run, int calls)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run(calls);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return (double)least / calls;
    }
}
