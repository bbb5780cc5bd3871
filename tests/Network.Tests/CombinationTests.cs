using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Backprop.Probe.Combinations;
using Backprop.Training;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// From the second epoch on nothing allocates, and no number of threads shows, in every pair of things that a training can have: see <see cref="Choices"/>.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class CombinationTests
{
    /// <summary>Without threads, and with one, two and three: no bytes of the thread, none of the process, and the bits of another training without threads.</summary>
    private const string Expected = "0 0 same, 0 0 same, 0 0 same, 0 0 same";

    [Fact]
    public void NoEpochAllocatesAndNoNumberOfThreadsShows()
    {
        Dictionary<string, string> results = ProbeRun.Of("combinations").Results;

        Assert.True(results.Remove("control-bytes", out string? bytes));
        Assert.True(results.Remove("control-bits", out string? bits));
        Assert.Equal(Combination.All.Select(static combination => combination.ToString()).Order(), results.Keys.Order());
        string[] offenders = [.. results.Where(static result => result.Value != Expected).Select(static result => $"{result.Key}: {result.Value}")];
        Assert.True(offenders.Length == 0, $"{offenders.Length} of {results.Count} combinations:\n{string.Join('\n', offenders)}");

        // At least one object in each step of the thread's own, and as many on the other thread.
        long[] allocated = [.. bytes!.Split(' ')[..2].Select(long.Parse)];
        const int Least = (Combination.Epochs - 1) * 24;
        Assert.True(allocated[0] >= Least && allocated[1] >= allocated[0] + Least, $"the control shows {bytes}");
        Assert.Equal("0 0 other", bits);
    }

    [Fact]
    public void AnyTwoValuesThatCanMeetDo()
    {
        foreach ((Choice choice, string value, Choice other, string otherValue) in Pairs())
        {
            bool meet = Combination.All.Any(combination => combination[choice] == value && combination[other] == otherValue);
            Assert.True(meet == Choices.CanMeet(choice, value, other, otherValue), $"{choice.Name}={value} {other.Name}={otherValue}: {(meet ? "met" : "did not meet")}");
        }

        Assert.InRange(Combination.All.Count, 84, 150);
    }

    [Fact]
    public void WhatCannotMeetIsRefused()
    {
        foreach ((Choice choice, string value, Choice other, string otherValue) in Pairs().Where(static pair => !Choices.CanMeet(pair.Choice, pair.Value, pair.Other, pair.OtherValue)))
        {
            Combination combination = Combination.Plain((choice, value), (other, otherValue));
            Assert.Throws<ArgumentException>(
                () => combination.CreateNetwork().Fit(combination.CreateData(), combination.CreateOptions(null, TimeProvider.System)));
        }
    }

    [Fact]
    public void EachBeginningIsContinued()
        => Assert.All(
            Choices.Beginnings(),
            static beginning => Assert.Contains(Combination.All, combination => beginning.All(made => combination[made.Choice] == made.Value)));

    [FusedMultiplyAddFact]
    public void TheTinyNetworkIsTrainedInRegisters()
    {
        Assert.True(RunsInRegisters(typeof(TinyNet)));
        Assert.False(RunsInRegisters(typeof(SoftmaxNet)));

        static bool RunsInRegisters(Type network)
            => ((INetworkKernels)Activator.CreateInstance(network.GetNestedType("Kernels", BindingFlags.NonPublic)!)!).RunsInRegisters;
    }

    private static IEnumerable<(Choice Choice, string Value, Choice Other, string OtherValue)> Pairs()
        => from index in Enumerable.Range(0, Choices.All.Length)
           from other in Choices.All.Skip(index + 1)
           from value in Choices.All[index].Values
           from otherValue in other.Values
           select (Choices.All[index], value, other, otherValue);
}
