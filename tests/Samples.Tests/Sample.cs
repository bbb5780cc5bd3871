using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace Backprop.Samples.Tests;

/// <summary>Runs a sample in a process of its own, as a reader of the README does.</summary>
internal static class Sample
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The lines it printed. It must end with exit code 0, and with nothing on the error output.</summary>
    public static string[] Run(string name, params string[] arguments)
    {
        (int exitCode, string[] lines, string errors) = RunToEnd(name, arguments);
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        return lines;
    }

    /// <summary>The one line on the error output. It must end with exit code 1, and print nothing else.</summary>
    public static string Fail(string name, params string[] arguments)
    {
        (int exitCode, string[] lines, string errors) = RunToEnd(name, arguments);
        Assert.Equal([""], lines);
        Assert.Equal(1, exitCode);
        return Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    /// <summary>Runs it to its end, whatever that is.</summary>
    public static (int ExitCode, string[] Lines, string Errors) RunToEnd(string name, params string[] arguments)
    {
        using Process process = Start(name, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        WaitForExit(process);
        return (process.ExitCode, output.Result.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), errors.Result.ReplaceLineEndings("\n"));
    }

    /// <summary>Starts it. Output and errors can be read.</summary>
    public static Process Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, name + ".dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for its end, but not forever.</summary>
    public static void WaitForExit(Process process)
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{process.StartInfo.ArgumentList[0]} did not end within {Patience}");
        }
    }
}
