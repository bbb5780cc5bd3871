using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// The same training gives the same bits, which are in the repository, on every processor with a fused multiply-add and at every vector
/// width. Switches work for whole processes, so each run is a child process; it says which widths are live, and a switch without
/// effect fails here.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class BitEqualityTests
{
    private static readonly Lazy<ProbeRun> Plain = new(static () => ProbeRun.Of("bits"));

    private static readonly Lazy<Dictionary<string, string>> Golden = new(static () => GoldenHashes.Of(Plain.Value));

    [FusedMultiplyAddFact]
    public void ThisProcessorGivesTheGoldenBits() => AssertGolden(Plain.Value);

    [Fact]
    public void TwoRunsGiveTheSameBits() => Assert.Equal(Plain.Value.Results, ProbeRun.Of("bits").Results);

    [X64Fact]
    public void WithoutAvx512TheBitsAreGolden()
    {
        ProbeRun run = ProbeRun.Of("bits", ("DOTNET_EnableAVX512", "0"));

        Assert.Equal(["256", "128", "fma"], run.Widths);
        AssertGolden(run);
    }

    [X64Fact]
    public void With256BitsPreferredTheBitsAreGolden()
    {
        ProbeRun run = ProbeRun.Of("bits", ("DOTNET_PreferredVectorBitWidth", "256"));

        Assert.Equal(["256", "128", "fma"], run.Widths);
        AssertGolden(run);
    }

    [Arm64Fact]
    public void OnAnEmulatedArm64TheBitsAreGolden()
    {
        ProbeRun run = ProbeRun.OnArm64("bits");

        Assert.Equal(["128", "fma"], run.Widths);
        AssertGolden(run);
    }

    /// <summary>Without tiers, without profiles of earlier calls, and with nothing of .NET compiled ahead of time.</summary>
    [FusedMultiplyAddTheory]
    [InlineData("DOTNET_TieredCompilation")]
    [InlineData("DOTNET_TieredPGO")]
    [InlineData("DOTNET_ReadyToRun")]
    public void HowTheCodeIsCompiledDoesNotShow(string switchName) => AssertGolden(ProbeRun.Of("bits", (switchName, "0")));

    /// <summary>The probe fails if the threads are not at work.</summary>
    [FusedMultiplyAddTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void HowManyThreadsTrainDoesNotShow(int count) => AssertGolden(ProbeRun.Of(FormattableString.Invariant($"bits --threads {count}")));

    [X64Theory]
    [InlineData("DOTNET_EnableAVX2", "128 no-fma")]
    [InlineData("DOTNET_EnableHWIntrinsic", "no-fma")]
    public void WithoutFusedMultiplyAddTheBitsAreOthersButTheSameInEachRun(string switchName, string widths)
    {
        ProbeRun run = ProbeRun.Of("bits", (switchName, "0"));

        Assert.Equal(widths, string.Join(' ', run.Widths));
        Assert.NotEqual(Plain.Value.Results, run.Results);
        Assert.Equal(run.Results, ProbeRun.Of("bits", (switchName, "0")).Results);
    }

    [Fact]
    public void NetworksAndRulesHaveBitsOfTheirOwn()
    {
        Assert.Equal(32, Plain.Value.Results.Count);
        Assert.Equal(32, Plain.Value.Results.Values.Distinct().Count());
    }

    private static void AssertGolden(ProbeRun run) => GoldenHashes.AssertEqual(Golden.Value, run);
}
