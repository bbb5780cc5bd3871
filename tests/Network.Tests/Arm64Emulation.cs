using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backprop.Numerics;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>The probe, built for Arm64, under QEMU's user-mode emulation on x64.</summary>
internal static class Arm64Emulation
{
    /// <summary>Where Debian and its relatives put the C and C++ libraries of Arm64.</summary>
    public const string Libraries = "/usr/aarch64-linux-gnu";

    private const string Runtime = "linux-arm64";

    private static readonly string[] NeededLibraries = ["ld-linux-aarch64.so.1", "libstdc++.so.6", "libgcc_s.so.1"];

    private static readonly string Project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "Probe"));

    // Everything that this build writes goes there: the ordinary build may be running beside it.
    private static readonly string[] Artifacts = ["--artifacts-path", Path.Combine(AppContext.BaseDirectory, Runtime), "--disable-build-servers"];

    /// <summary>QEMU's program, or null.</summary>
    public static string? Emulator { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(static directory => new[] { Path.Combine(directory, "qemu-aarch64-static"), Path.Combine(directory, "qemu-aarch64") })
        .FirstOrDefault(File.Exists);

    /// <summary>Why the probe cannot run on an emulated Arm64 processor here, or null.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Builds the probe for Arm64 with its runtime, and returns the path of the program.</summary>
    public static string PublishProbe()
    {
        ChildProcess publish = ChildProcess.Run(
            ChildProcess.DotNet, ["publish", Project, "-c", "Release", "-r", Runtime, "--self-contained", "--no-restore", .. Artifacts]);
        Assert.True(publish.ExitCode == 0, $"dotnet publish ended with {publish.ExitCode}: {publish.Output}{publish.Errors}");
        return Path.Combine(AppContext.BaseDirectory, Runtime, "publish", "Backprop.Probe", "release_" + Runtime, "Backprop.Probe");
    }

    private static string? FindObstacle()
    {
        if (RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
        {
            return "Needs no emulation: this is Arm64, and the other tests show its bits.";
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return $"Needs Linux on x64; this is {RuntimeInformation.RuntimeIdentifier}.";
        }

        if (!VectorWidth.IsFusedMultiplyAddLive)
        {
            return "Left to runs with a fused multiply-add: what it would show does not depend on this processor.";
        }

        if (Emulator is null)
        {
            return "Needs qemu-aarch64 or qemu-aarch64-static (Debian: apt-get install qemu-user-static).";
        }

        string[] missing = NeededLibraries.Where(static library => !File.Exists(Path.Combine(Libraries, "lib", library))).ToArray();
        if (missing.Length > 0)
        {
            return $"Needs {string.Join(", ", missing)} in {Libraries}/lib (Debian: apt-get install libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross).";
        }

        ChildProcess restore = ChildProcess.Run(ChildProcess.DotNet, ["restore", Project, "-r", Runtime, "-p:SelfContained=true", .. Artifacts]);
        return restore.ExitCode == 0
            ? null
            : $"Needs the packages of .NET for {Runtime}: {restore.Output.Split('\n').FirstOrDefault(static line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "dotnet restore failed"}";
    }

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
