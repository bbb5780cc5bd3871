using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>One run of the probe, as a child process with its own environment.</summary>
internal sealed record ProbeRun(string[] Widths, Dictionary<string, string> Results)
{
    /// <summary>Runs the probe on this processor.</summary>
    /// <param name="verb">What to do, with its options after spaces.</param>
    /// <param name="environment">Variables for the process.</param>
    public static ProbeRun Of(string verb, params (string Name, string Value)[] environment)
        => Of(ChildProcess.Run(ChildProcess.DotNet, [Path.Combine(AppContext.BaseDirectory, "Backprop.Probe.dll"), .. verb.Split(' ')], environment));

    /// <summary>Runs the probe on an emulated Arm64 processor.</summary>
    /// <param name="verb">What to do, with its options after spaces.</param>
    public static ProbeRun OnArm64(string verb)
        => Of(ChildProcess.Run(Arm64Emulation.Emulator!, ["-L", Arm64Emulation.Libraries, Arm64Emulation.PublishProbe(), .. verb.Split(' ')]));

    private static ProbeRun Of(ChildProcess process)
    {
        Assert.True(process.ExitCode == 0, $"the probe ended with {process.ExitCode}: {process.Errors}");

        string[] lines = process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] widths = lines[0].Split(' ');
        Assert.Equal("widths", widths[0]);
        return new ProbeRun(widths[1..], lines.Skip(1).Select(static line => line.Split('\t', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]));
    }
}
