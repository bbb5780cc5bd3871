using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>What a child process printed and how it ended.</summary>
internal sealed record ChildProcess(int ExitCode, string Output, string Errors)
{
    /// <summary>An emulated processor takes most of a minute on an idle machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>The .NET host that runs this test.</summary>
    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs a program to its end.</summary>
    public static ChildProcess Run(string fileName, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(fileName, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{fileName} {string.Join(' ', start.ArgumentList)}: did not end within {Patience}");
        }

        return new ChildProcess(process.ExitCode, output.Result, errors.Result);
    }
}
