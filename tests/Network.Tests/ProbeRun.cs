using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>One run of the probe, as a child process with its own environment.</summary>
internal sealed record ProbeRun(string[] Widths, Dictionary<string, string> Results)
{
    public static ProbeRun Of(string verb, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Backprop.Probe.dll"));
        start.ArgumentList.Add(verb);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"the probe ended with {process.ExitCode}: {errors.Result}");

        string[] widths = lines[0].Split(' ');
        Assert.Equal("widths", widths[0]);
        return new ProbeRun(widths[1..], lines.Skip(1).Select(static line => line.Split('\t')).ToDictionary(static pair => pair[0], static pair => pair[1]));
    }
}
