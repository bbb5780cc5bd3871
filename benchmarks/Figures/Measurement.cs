using System;
using System.Diagnostics;
using System.Runtime;
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
    private const int MinimalRounds = 8;
    private const int PeakRounds = 20_000;
    private const int QuietPasses = 5;
    private const int MostWarmUpPasses = 100;
    private const int WarmUpCalls = 35;
    private const double WarmUpSeconds = 5e-3;

    /// <summary>
    /// Calls each, and waits between, until nothing more is compiled: tiered compilation counts thirty calls, waits for 100 ms without a new
    /// method, compiles on a thread of its own, twice for each method; and a method that its caller inlines no more after that
    /// starts afresh. Long calls need fewer of them: they call what takes their time often enough themselves.
    /// </summary>
    public static void WarmUp(ReadOnlySpan<Figure> figures)
    {
        long compiled = 0;
        for (int pass = 0, quiet = 0; pass < MostWarmUpPasses && quiet < QuietPasses; pass++)
        {
            foreach (Figure figure in figures)
            {
                long start = Stopwatch.GetTimestamp();
                for (int call = 0; call < WarmUpCalls && Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds; call++)
                {
                    figure.Run(1);
                }
            }

            Thread.Sleep(200);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
            compiled = JitInfo.GetCompiledMethodCount();
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

    /// <summary>Floating-point operations a second.</summary>
    public static double MeasurePeak() => Peak.Operations(PeakRounds) / Least(TimePeak);

    /// <summary>Bytes read and written a second, copying so many.</summary>
    public static double MeasureCopy(int bytes)
    {
        var copy = new Copy(bytes);
        int copies = CallsThatTake(RoundSeconds, copy.Run);
        return copy.Bytes / Least(() => Time(copy.Run, copies));
    }

    private static double Least(Func<double> time)
    {
        double least = double.PositiveInfinity;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < MeasuringSeconds;)
        {
            least = Math.Min(least, time());
        }

        return least;
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
        while (LeastOfThree(run, calls) * calls < seconds)
        {
            calls *= 2;
        }

        return calls;
    }

    // One alone may have been interrupted; rounds of too few calls would then measure the clock.
    private static double LeastOfThree(Action<int> run, int calls) =>
        Math.Min(Time(run, calls), Math.Min(Time(run, calls), Time(run, calls)));

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
