using System;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backprop.Figures;

/// <summary>
/// Prints, separated by tabs, what each call takes, how that compares with the peak of this processor, and what it allocates.
/// <code>
/// Backprop.Figures [text …]             lines whose network, work, rows and ("on 2 threads") threads contain any of the texts; without a text all
/// Backprop.Figures peak                 the peak alone, in GFLOP/s
/// Backprop.Figures fit                  an epoch of Fit beside the loops of Train calls that it stands for
/// Backprop.Figures first-call [times]   the first call in so many new processes
/// </code>
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            Console.Error.WriteLine("expected a processor with 256-bit vectors: the peak is not defined for others");
            return 1;
        }

        switch (args)
        {
            case ["peak"]:
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Measurement.MeasurePeak() / 1e9:0.0}"));
                break;
            case ["fit"]:
                FitFigures.Print();
                break;
            case ["first-call"]:
                FirstCall.Print(times: 15);
                break;
            case ["first-call", string times]:
                FirstCall.Print(int.Parse(times, CultureInfo.InvariantCulture));
                break;
            case [FirstCall.ChildVerb, string rows]:
                FirstCall.RunChild(int.Parse(rows, CultureInfo.InvariantCulture));
                break;
            default:
                Print(args);
                break;
        }

        return 0;
    }

    private static void Print(string[] texts)
    {
        Figure[] figures = [.. Table.Figures().Where(figure => texts.Length == 0 || texts.Any(Name(figure).Contains))];
        Console.WriteLine($"# Runtime: {RuntimeInformation.FrameworkDescription}, vectors of {Peak.Width} bits, TieredCompilation {Setting("TieredCompilation")}, TieredPGO {Setting("TieredPGO")}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"# Copies: {Measurement.MeasureCopy(16 << 10) / 1e9:0} GB/s read and written copying 16 KB, {Measurement.MeasureCopy(256 << 10) / 1e9:0} copying 256 KB, {Measurement.MeasureCopy(16 << 20) / 1e9:0} copying 16 MB"));
        Console.WriteLine("network\twork\trows\tthreads\tmicroseconds\tgflops\tpeak_gflops\tpercent_of_peak\tgbytes\tcopy_gbytes\tpercent_of_copy\tallocated");
        Measurement.WarmUp(figures);
        foreach (Figure figure in figures)
        {
            Measurement m = Measurement.Of(figure);
            double rate = figure.Operations / m.Seconds;
            double bytes = figure.Bytes / m.Seconds;
            string memory = figure.Bytes == 0
                ? "\t\t"
                : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0}\t{m.CopyRate / 1e9:0.0}\t{100 * bytes / m.CopyRate:0.0}");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{figure.Network}\t{figure.WorkName}\t{figure.RowCount}\t{figure.Threads}\t{m.Seconds * 1e6:0.0000}\t{rate / 1e9:0.00}\t{m.PeakRate / 1e9:0.0}\t{100 * rate / (m.PeakRate * figure.Threads):0.0}\t{memory}\t{m.Allocated:0.##}"));
        }
    }

    private static string Name(Figure figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{figure.Network} {figure.WorkName} {figure.RowCount}{(figure.Threads == 1 ? string.Empty : $" on {figure.Threads} threads")}");

    // The runtime has no way to ask whether it tiers; it reads the variable first, then the application's settings.
    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable("DOTNET_" + name)
        ?? (AppContext.TryGetSwitch($"System.Runtime.{name}", out bool on) ? (on ? "1" : "0") : "default");
}
