using System;
using System.Collections.Immutable;
using System.Linq;
using Backprop.Generator.Model;
using Backprop.Generator.Parsing;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>The topology rule, without a compiler. Topologies are written as text: sizes, activations, and <c>?</c> for neither.</summary>
public sealed class TopologyParserTests
{
    [Theory]
    [InlineData("784 16 10 Sigmoid", "784 → 16 Sigmoid → 10 Sigmoid, Mean of SquaredError")]
    [InlineData("784 128 64 Relu 10 Softmax", "784 → 128 Relu → 64 Relu → 10 Softmax, Mean of CrossEntropy")]
    [InlineData("1 1 Identity", "1 → 1 Identity, Mean of SquaredError")]
    [InlineData("4 3 Tanh 2 Relu 1 Sigmoid", "4 → 3 Tanh → 2 Relu → 1 Sigmoid, Mean of SquaredError")]
    [InlineData("4 3 Softmax", "4 → 3 Softmax, Mean of CrossEntropy")]
    public void AnActivationAppliesToTheLayersBeforeIt(string topology, string expected)
        => Assert.Equal(expected, Valid(topology).ToString());

    [Fact]
    public void WhatIsSaidBesideTheSizesIsKept()
    {
        TopologySpec spec = Valid("4 3 Softmax", LossKind.Huber, ReductionKind.Sum, bias: false);

        Assert.Equal("4 → 3 Softmax, Sum of Huber, no biases", spec.ToString());
    }

    [Fact]
    public void EqualTopologiesAreEqual()
    {
        Assert.Equal(Valid("4 3 Tanh 2 Relu"), Valid("4 3 Tanh 2 Relu"));
        Assert.Equal(Valid("4 3 Tanh 2 Relu").GetHashCode(), Valid("4 3 Tanh 2 Relu").GetHashCode());
        Assert.NotEqual(Valid("4 3 Tanh 2 Relu"), Valid("4 3 Tanh 2 Tanh"));
        Assert.NotEqual(Valid("4 3 Tanh"), Valid("4 3 Tanh", bias: false));
    }

    [Theory]
    [InlineData("", nameof(ProblemKind.NoLayers), Problem.Class, "")]
    [InlineData("784", nameof(ProblemKind.NoLayers), Problem.Class, "")]
    [InlineData("?", nameof(ProblemKind.EntryNotSizeOrActivation), 0, "?")]
    [InlineData("784 10 ?", nameof(ProblemKind.EntryNotSizeOrActivation), 2, "?")]
    [InlineData("784 ? Relu", nameof(ProblemKind.EntryNotSizeOrActivation), 1, "?")]
    [InlineData("? 10 Relu", nameof(ProblemKind.EntryNotSizeOrActivation), 0, "?")]
    [InlineData("784 10 Relu ?", nameof(ProblemKind.EntryNotSizeOrActivation), 3, "?")]
    [InlineData("0 10 Relu", nameof(ProblemKind.SizeNotPositive), 0, "0")]
    [InlineData("784 -5 Relu", nameof(ProblemKind.SizeNotPositive), 1, "-5")]
    [InlineData("784 -2147483648 Relu", nameof(ProblemKind.SizeNotPositive), 1, "-2147483648")]
    [InlineData("Relu", nameof(ProblemKind.ActivationWithoutLayer), 0, "Activation.Relu")]
    [InlineData("784 Relu", nameof(ProblemKind.ActivationWithoutLayer), 1, "Activation.Relu")]
    [InlineData("784 Relu 10 Relu", nameof(ProblemKind.ActivationWithoutLayer), 1, "Activation.Relu")]
    [InlineData("784 10 Relu Tanh", nameof(ProblemKind.ActivationWithoutLayer), 3, "Activation.Tanh")]
    [InlineData("784 Softmax", nameof(ProblemKind.ActivationWithoutLayer), 1, "Activation.Softmax")]
    [InlineData("784 10", nameof(ProblemKind.LayerWithoutActivation), 1, "10")]
    [InlineData("784 10 Relu 20 30", nameof(ProblemKind.LayerWithoutActivation), 3, "20")]
    [InlineData("784 10 Softmax 5 Relu", nameof(ProblemKind.SoftmaxBeforeLastLayer), 2, "")]
    [InlineData("784 10 5 Softmax", nameof(ProblemKind.SoftmaxBeforeLastLayer), 3, "")]
    [InlineData("100000 100000 Relu", nameof(ProblemKind.TooLarge), Problem.Class, "10000100000 268435456")]
    [InlineData("2147483647 2147483647 Relu", nameof(ProblemKind.TooLarge), Problem.Class, "4611686018427387904 268435456")]
    public void OneSlipIsOneProblem(string topology, string kind, int argument, string details)
    {
        Problem problem = Assert.Single(Problems(topology));

        Assert.Equal((kind, argument), (problem.Kind.ToString(), problem.Argument));
        Assert.Equal(details, string.Join(' ', problem.Details));
    }

    [Theory]
    [InlineData("4 3 Sigmoid", nameof(LossKind.CrossEntropy), "CrossEntropy Softmax Sigmoid")]
    [InlineData("4 3 Softmax", nameof(LossKind.BinaryCrossEntropy), "BinaryCrossEntropy Sigmoid Softmax")]
    public void ALossMayWantAnOutputActivation(string topology, string loss, string details)
    {
        Problem problem = Assert.Single(Problems(topology, Enum.Parse<LossKind>(loss)));

        Assert.Equal((ProblemKind.LossDoesNotFitOutput, Problem.Named, "Loss"), (problem.Kind, problem.Argument, problem.NamedArgument));
        Assert.Equal(details, string.Join(' ', problem.Details));
    }

    [Fact]
    public void EverySlipOfATopologyIsToldAtOnce()
        => Assert.Equal(
            new[] { ProblemKind.SizeNotPositive, ProblemKind.ActivationWithoutLayer, ProblemKind.EntryNotSizeOrActivation, ProblemKind.LayerWithoutActivation },
            Problems("0 Relu ? 7").Select(static p => p.Kind));

    private static TopologySpec Valid(string topology, LossKind? loss = null, ReductionKind reduction = ReductionKind.Mean, bool bias = true)
    {
        ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
        TopologySpec? spec = TopologyParser.Parse(Entries(topology), loss, reduction, bias, problems);
        Assert.Empty(problems);
        return Assert.IsType<TopologySpec>(spec);
    }

    private static Problem[] Problems(string topology, LossKind? loss = null)
    {
        ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
        Assert.Null(TopologyParser.Parse(Entries(topology), loss, ReductionKind.Mean, bias: true, problems));
        return problems.ToArray();
    }

    private static TopologyEntry[] Entries(string topology)
        => topology.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word =>
            int.TryParse(word, out int size) ? new TopologyEntry(size, null, word)
            : Enum.TryParse(word, out ActivationKind activation) ? new TopologyEntry(null, activation, "Activation." + word)
            : new TopologyEntry(null, null, word)).ToArray();
}
