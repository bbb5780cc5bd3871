using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A test of the switches that x64 has, and of a processor whose fused multiply-add is on: elsewhere they turn nothing off.</summary>
internal sealed class X64FactAttribute : FactAttribute
{
    public X64FactAttribute([CallerMemberName] string name = "")
    {
        Skip = Reason;

        // A test run prints no more than names.
        DisplayName = Reason is null ? null : $"{name}: {Reason}";
    }

    /// <summary>Why such a test cannot run here, or null.</summary>
    internal static string? Reason { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? FusedMultiplyAddFactAttribute.Reason
        : $"Needs x64, whose vector widths have switches; this is {RuntimeInformation.ProcessArchitecture}.";
}
