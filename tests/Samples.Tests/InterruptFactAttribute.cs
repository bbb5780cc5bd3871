using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Backprop.Samples.Tests;

/// <summary>A test that sends SIGINT to a process of its own.</summary>
internal sealed class InterruptFactAttribute : FactAttribute
{
    public InterruptFactAttribute([CallerMemberName] string name = "")
    {
        Skip = Reason();

        // A test run prints no more than names.
        DisplayName = Skip is null ? null : $"{name}: {Skip}";
    }

    // A shell starts what it runs in the background with SIGINT ignored, and a process hands that down to those that it starts.
    private static string? Reason() => !OperatingSystem.IsLinux() ? "Needs the signals of Linux." : IsIgnored() ? "SIGINT is ignored here." : null;

    private static bool IsIgnored()
    {
        const string Field = "SigIgn:";
        const ulong SigIntBit = 1 << (2 - 1);
        string signals = File.ReadLines("/proc/self/status").First(static line => line.StartsWith(Field, StringComparison.Ordinal));
        return (ulong.Parse(signals.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & SigIntBit) != 0;
    }
}
