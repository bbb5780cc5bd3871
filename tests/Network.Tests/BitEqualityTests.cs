using System;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// The same training gives the same bits at every vector width. Switches work for whole processes, so each run is a child process;
/// it says which widths are live, and a switch without effect fails here.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class BitEqualityTests
{
    private static readonly Lazy<ProbeRun> Plain = new(static () => ProbeRun.Of("bits"));

    [Fact]
    public void TwoRunsGiveTheSameBits() => AssertSameBits(Plain.Value, ProbeRun.Of("bits"));

    [X64Fact]
    public void WithoutAvx512TheBitsAreTheSame()
    {
        ProbeRun run = ProbeRun.Of("bits", ("DOTNET_EnableAVX512", "0"));

        Assert.DoesNotContain("512", run.Widths);
        AssertSameBits(Plain.Value, run);
    }

    [X64Fact]
    public void With256BitsPreferredTheBitsAreTheSame()
    {
        ProbeRun run = ProbeRun.Of("bits", ("DOTNET_PreferredVectorBitWidth", "256"));

        Assert.DoesNotContain("512", run.Widths);
        AssertSameBits(Plain.Value, run);
    }

    [X64Theory]
    [InlineData("DOTNET_EnableAVX2", "256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "128")]
    public void WithoutFusedMultiplyAddTheBitsAreOthersButTheSameInEachRun(string switchName, string widthThatGoes)
    {
        ProbeRun run = ProbeRun.Of("bits", (switchName, "0"));

        Assert.DoesNotContain(widthThatGoes, run.Widths);
        Assert.Contains("no-fma", run.Widths);
        Assert.NotEqual(Plain.Value.Results.Values, run.Results.Values);
        AssertSameBits(run, ProbeRun.Of("bits", (switchName, "0")));
    }

    [Fact]
    public void NetworksAndRulesHaveBitsOfTheirOwn()
        => Assert.Equal(Plain.Value.Results.Count, Plain.Value.Results.Values.Distinct().Count());

    private static void AssertSameBits(ProbeRun expected, ProbeRun actual)
    {
        Assert.Equal(24, expected.Results.Count);
        Assert.Equal(expected.Results, actual.Results);
    }
}
