using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;

namespace Backprop.Figures;

/// <summary>The time from <c>new</c> to the end of the first <c>Train</c>, compilation included: once a process.</summary>
internal static class FirstCall
{
    public const string ChildVerb = "first-call-child";

    private static readonly (string Name, string Variable, string Value)[] _settings =
    [
        ("default", "", ""),
        ("TieredPGO=0", "DOTNET_TieredPGO", "0"),
        ("TieredCompilation=0", "DOTNET_TieredCompilation", "0"),
    ];

    public static void Print(int times)
    {
        Console.WriteLine("network\trows\tsetting\tprocesses\tmin_ms\tmedian_ms");
        foreach (int rows in (int[])[1, 128])
        {
            var milliseconds = new List<double>[_settings.Length];
            for (int s = 0; s < _settings.Length; s++)
            {
                milliseconds[s] = new List<double>(times);
            }

            // The settings take turns, so that all meet the same machine.
            for (int time = 0; time < times; time++)
            {
                for (int s = 0; s < _settings.Length; s++)
                {
                    milliseconds[s].Add(InNewProcess(rows, _settings[s].Variable, _settings[s].Value));
                }
            }

            for (int s = 0; s < _settings.Length; s++)
            {
                milliseconds[s].Sort();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"784-128-10 ReLU-softmax\t{rows}\t{_settings[s].Name}\t{times}\t{milliseconds[s][0]:0.0}\t{milliseconds[s][times / 2]:0.0}"));
            }
        }
    }

    /// <summary>What the new process does: prints the milliseconds.</summary>
    public static void RunChild(int rows)
    {
        float[] inputs = new float[rows * WideDigits.InputSize];
        int[] labels = new int[rows];
        Array.Fill(inputs, 0.5f);
        var sgd = new Sgd(0.1f);

        long start = Stopwatch.GetTimestamp();
        var network = new WideDigits(seed: 1);
        network.Train(inputs, labels, sgd);
        long end = Stopwatch.GetTimestamp();

        Console.WriteLine(((end - start) * 1e3 / Stopwatch.Frequency).ToString("R", CultureInfo.InvariantCulture));
    }

    private static double InNewProcess(int rows, string variable, string value)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildVerb, rows.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        if (variable.Length > 0)
        {
            start.Environment[variable] = value;
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the process for {rows} rows ended with {process.ExitCode}");
    }
}
