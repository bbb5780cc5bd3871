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
    public static string[] Run(string name)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, name + ".dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{name} did not end within {Patience}");
        }

        Assert.Equal("", errors.Result);
        Assert.Equal(0, process.ExitCode);
        return output.Result.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
