using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// A wrong call is an <see cref="ArgumentException"/> that says what was expected and what came, and it has changed nothing.
/// </summary>
public sealed class BadInputTests
{
    // The sizes of the bench: 4 rows of 3 inputs and 2 outputs, and 32 parameters.
    private const int Inputs = BadCallBench.Rows * SmallNet.InputSize;
    private const int Outputs = BadCallBench.Rows * SmallNet.OutputSize;

    private static readonly Dictionary<string, BadCall> Calls = All().ToDictionary(call => call.Name);

    public static TheoryData<string> Names => new(Calls.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void ABadCallSaysWhatWasExpectedAndWhatCame(string name)
    {
        var bench = new BadCallBench();

        var exception = Assert.IsAssignableFrom<ArgumentException>(Record.Exception(() => Calls[name].Call(bench)));

        Assert.Matches(new Regex(Calls[name].Message, RegexOptions.IgnoreCase), exception.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ABadCallChangesNothing(string name)
    {
        var bench = new BadCallBench();
        int[] before = bench.Snapshot();

        Assert.ThrowsAny<ArgumentException>(() => Calls[name].Call(bench));

        Assert.Equal(before, bench.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ABadCallLeavesNoTraceInLaterTraining(string name)
    {
        var bench = new BadCallBench();
        var untouched = new BadCallBench();
        Assert.ThrowsAny<ArgumentException>(() => Calls[name].Call(bench));

        foreach (BadCallBench each in new[] { bench, untouched })
        {
            each.Network.Train(each.Inputs, each.Targets, each.Optimizer);
            each.Network.Train(each.Inputs, each.Labels, each.Optimizer);
        }

        Assert.Equal(untouched.Snapshot(), bench.Snapshot());
    }

    private static IEnumerable<BadCall> All()
    {
        IEnumerable<BadCall>[] groups =
        [
            Forwards(),
            Targeted("Cost", (b, x, y) => b.Network.Cost(x.Span, y.Span)),
            Targeted("Backward", (b, x, y) => b.Network.Backward(x.Span, y.Span)),
            Targeted("Backward with input gradients", (b, x, y) => b.Network.Backward(x.Span, y.Span, b.InputGradients.AsSpan(0, x.Length))),
            Targeted("Train", (b, x, y) => b.Network.Train(x.Span, y.Span, b.Optimizer)),
            Targeted("BackwardFromOutput", (b, x, y) => b.Network.BackwardFromOutput(x.Span, y.Span)),
            Targeted("BackwardFromOutput with input gradients", (b, x, y) => b.Network.BackwardFromOutput(x.Span, y.Span, b.InputGradients.AsSpan(0, x.Length))),
            Labelled("Cost by labels", (b, x, labels) => b.Network.Cost(x.Span, labels)),
            Labelled("Backward by labels", (b, x, labels) => b.Network.Backward(x.Span, labels)),
            Labelled("Backward by labels with input gradients", (b, x, labels) => b.Network.Backward(x.Span, labels, b.InputGradients.AsSpan(0, x.Length))),
            Labelled("Train by labels", (b, x, labels) => b.Network.Train(x.Span, labels, b.Optimizer)),
            InputGradients(),
            NullOptimizers(),
            Vectors(),
            Indices(),
        ];
        return groups.SelectMany(group => group);
    }

    private static IEnumerable<BadCall> Forwards() =>
    [
        new("Forward: inputs are no whole rows", b => b.Network.Forward(b.Inputs.AsSpan(0, Inputs - 1), b.Outputs), Expected(SmallNet.InputSize, Inputs - 1)),
        new("Forward: outputs too short", b => b.Network.Forward(b.Inputs, b.Outputs.AsSpan(0, Outputs - 1)), Expected(Outputs, Outputs - 1)),
        new("Forward: outputs too long", b => b.Network.Forward(b.Inputs.AsSpan(0, 9), b.Outputs), Expected(6, Outputs)),
        new("Forward: outputs of no rows", b => b.Network.Forward([], b.Outputs), Expected(0, Outputs)),
        new("Forward: outputs overlap the start of inputs", b => b.Network.Forward(b.Inputs.AsSpan(0, 6), b.Inputs.AsSpan(0, 4)), Expected("apart", "overlap")),
        new("Forward: outputs overlap the end of inputs", b => b.Network.Forward(b.Inputs.AsSpan(0, 6), b.Inputs.AsSpan(5, 4)), Expected("apart", "overlap")),
        new("Predict: no input", b => b.Network.Predict([]), Expected(SmallNet.InputSize, 0)),
        new("Predict: input too short", b => b.Network.Predict(b.Inputs.AsSpan(0, 2)), Expected(SmallNet.InputSize, 2)),
        new("Predict: two rows", b => b.Network.Predict(b.Inputs.AsSpan(0, 6)), Expected(SmallNet.InputSize, 6)),
    ];

    private static IEnumerable<BadCall> Targeted(string verb, Action<BadCallBench, ReadOnlyMemory<float>, ReadOnlyMemory<float>> call) =>
    [
        new($"{verb}: no rows", b => call(b, default, default), Expected("at least one", 0)),
        new($"{verb}: no inputs", b => call(b, default, b.Targets), Expected("at least one", 0)),
        new($"{verb}: inputs are no whole rows", b => call(b, b.Inputs.AsMemory(0, Inputs - 1), b.Targets), Expected(SmallNet.InputSize, Inputs - 1)),
        new($"{verb}: too short", b => call(b, b.Inputs, b.Targets.AsMemory(0, Outputs - 1)), Expected(Outputs, Outputs - 1)),
        new($"{verb}: too long", b => call(b, b.Inputs.AsMemory(0, 9), b.Targets), Expected(6, Outputs)),
        new($"{verb}: empty", b => call(b, b.Inputs, default), Expected(Outputs, 0)),
    ];

    // An array of labels, and not a memory: the overloads differ by the type of their second span alone.
    private static IEnumerable<BadCall> Labelled(string verb, Action<BadCallBench, ReadOnlyMemory<float>, int[]> call) =>
    [
        new($"{verb}: no rows", b => call(b, default, []), Expected("at least one", 0)),
        new($"{verb}: no inputs", b => call(b, default, b.Labels), Expected("at least one", 0)),
        new($"{verb}: inputs are no whole rows", b => call(b, b.Inputs.AsMemory(0, Inputs - 1), b.Labels), Expected(SmallNet.InputSize, Inputs - 1)),
        new($"{verb}: too few labels", b => call(b, b.Inputs, b.Labels[..3]), Expected(4, 3)),
        new($"{verb}: too many labels", b => call(b, b.Inputs.AsMemory(0, 9), b.Labels), Expected(3, 4)),
        new($"{verb}: label −1", b => call(b, b.Inputs, [0, 1, 0, -1]), ExpectedIndex(0, SmallNet.OutputSize - 1, -1)),
        new($"{verb}: label N", b => call(b, b.Inputs, [0, 1, 0, 2]), ExpectedIndex(0, SmallNet.OutputSize - 1, 2)),
        new($"{verb}: first label far out", b => call(b, b.Inputs, [int.MaxValue, 1, 0, 1]), ExpectedIndex(0, SmallNet.OutputSize - 1, int.MaxValue)),
        new($"{verb}: the most negative label", b => call(b, b.Inputs, [0, int.MinValue, 0, 1]), ExpectedIndex(0, SmallNet.OutputSize - 1, int.MinValue)),
    ];

    private static IEnumerable<BadCall> InputGradients()
    {
        string lengths = Expected(Inputs, Inputs - 1);
        return
        [
            new("Backward: input gradients too short", b => b.Network.Backward(b.Inputs, b.Targets, b.InputGradients.AsSpan(1)), lengths),
            new("Backward: input gradients empty", b => b.Network.Backward(b.Inputs, b.Targets, []), Expected(Inputs, 0)),
            new("Backward: input gradients too long", b => b.Network.Backward(b.Inputs.AsSpan(0, 9), b.Targets.AsSpan(0, 6), b.InputGradients), Expected(9, Inputs)),
            new("Backward: input gradients are the inputs", b => b.Network.Backward(b.Inputs, b.Targets, b.Inputs), Expected("apart", "overlap")),
            new("Backward: input gradients overlap the inputs", b => b.Network.Backward(b.Inputs.AsSpan(0, 6), b.Targets.AsSpan(0, 4), b.Inputs.AsSpan(5, 6)), Expected("apart", "overlap")),
            new("Backward: input gradients overlap the targets", b => b.Network.Backward(b.Inputs.AsSpan(0, 6), b.Targets.AsSpan(0, 4), b.Targets.AsSpan(2, 6)), Expected("apart", "overlap")),
            new("Backward by labels: input gradients too short", b => b.Network.Backward(b.Inputs, b.Labels, b.InputGradients.AsSpan(1)), lengths),
            new("Backward by labels: input gradients are the inputs", b => b.Network.Backward(b.Inputs, b.Labels, b.Inputs), Expected("apart", "overlap")),
            new("BackwardFromOutput: input gradients too short", b => b.Network.BackwardFromOutput(b.Inputs, b.Targets, b.InputGradients.AsSpan(1)), lengths),
            new("BackwardFromOutput: input gradients are the inputs", b => b.Network.BackwardFromOutput(b.Inputs, b.Targets, b.Inputs), Expected("apart", "overlap")),
            new("BackwardFromOutput: input gradients overlap the output gradients", b => b.Network.BackwardFromOutput(b.Inputs.AsSpan(0, 6), b.Targets.AsSpan(0, 4), b.Targets.AsSpan(2, 6)), Expected("apart", "overlap")),
        ];
    }

    private static IEnumerable<BadCall> NullOptimizers() =>
    [
        new("Train: null optimizer", b => b.Network.Train(b.Inputs, b.Targets, null!), @"\boptimizer\b"),
        new("Train by labels: null optimizer", b => b.Network.Train(b.Inputs, b.Labels, null!), @"\boptimizer\b"),
    ];

    private static IEnumerable<BadCall> Vectors()
    {
        string shorter = Expected(SmallNet.ParameterCount, SmallNet.ParameterCount - 1);
        string longer = Expected(SmallNet.ParameterCount, SmallNet.ParameterCount + 1);
        return
        [
            new("LoadParameters: too short", b => b.Network.LoadParameters(b.Vector.AsSpan(1)), shorter),
            new("LoadParameters: too long", b => b.Network.LoadParameters(new float[SmallNet.ParameterCount + 1]), longer),
            new("LoadParameters: empty", b => b.Network.LoadParameters([]), Expected(SmallNet.ParameterCount, 0)),
            new("CopyParametersTo: too short", b => b.Network.CopyParametersTo(b.Vector.AsSpan(1)), shorter),
            new("CopyParametersTo: too long", b => b.Network.CopyParametersTo(new float[SmallNet.ParameterCount + 1]), longer),
            new("CopyGradientsTo: too short", b => b.Network.CopyGradientsTo(b.Vector.AsSpan(1)), shorter),
            new("CopyGradientsTo: too long", b => b.Network.CopyGradientsTo(new float[SmallNet.ParameterCount + 1]), longer),
        ];
    }

    private static IEnumerable<BadCall> Indices() =>
    [
        new("Weight: layer 0", b => b.Network.Weight(0, 0, 0) = 1, ExpectedIndex(1, SmallNet.LayerCount, 0)),
        new("Weight: layer L + 1", b => b.Network.Weight(3, 0, 0) = 1, ExpectedIndex(1, SmallNet.LayerCount, 3)),
        new("Weight: layer −1", b => b.Network.Weight(-1, 0, 0) = 1, ExpectedIndex(1, SmallNet.LayerCount, -1)),
        new("Weight: neuron −1", b => b.Network.Weight(1, -1, 0) = 1, ExpectedIndex(0, 4, -1)),
        new("Weight: neuron N of layer 1", b => b.Network.Weight(1, 5, 0) = 1, ExpectedIndex(0, 4, 5)),
        new("Weight: neuron N of layer 2", b => b.Network.Weight(2, 2, 0) = 1, ExpectedIndex(0, 1, 2)),
        new("Weight: input −1", b => b.Network.Weight(1, 0, -1) = 1, ExpectedIndex(0, 2, -1)),
        new("Weight: input N of layer 1", b => b.Network.Weight(1, 0, 3) = 1, ExpectedIndex(0, 2, 3)),
        new("Weight: input N of layer 2", b => b.Network.Weight(2, 0, 5) = 1, ExpectedIndex(0, 4, 5)),
        new("Weight: the last int", b => b.Network.Weight(1, int.MaxValue, 0) = 1, ExpectedIndex(0, 4, int.MaxValue)),
        new("Bias: layer 0", b => b.Network.Bias(0, 0) = 1, ExpectedIndex(1, SmallNet.LayerCount, 0)),
        new("Bias: layer L + 1", b => b.Network.Bias(3, 0) = 1, ExpectedIndex(1, SmallNet.LayerCount, 3)),
        new("Bias: neuron −1", b => b.Network.Bias(1, -1) = 1, ExpectedIndex(0, 4, -1)),
        new("Bias: neuron N of layer 1", b => b.Network.Bias(1, 5) = 1, ExpectedIndex(0, 4, 5)),
        new("Bias: neuron N of layer 2", b => b.Network.Bias(2, 2) = 1, ExpectedIndex(0, 1, 2)),
    ];

    /// <summary>First what was expected and then what came: the same two numbers the other way round are another message.</summary>
    private static string Expected(int expected, int got) => $@"\bexpected\b[^,]*?{Number(expected)}.*\bgot {Number(got)}";

    private static string Expected(string expected, int got) => $@"\bexpected {expected}\b.*\bgot {Number(got)}";

    private static string Expected(string expected, string got) => $@"\bexpected\b[^,]*\b{expected}\b.*\bgot\b.*\b{got}";

    /// <summary>A range may be written "0 … 4" or "from 0 to 4".</summary>
    private static string ExpectedIndex(int first, int last, int got) => $@"\bexpected\b[^,]*{Number(first)} (…|to) {Number(last)}, got {Number(got)}";

    private static string Number(int number) => $@"(?<![\d-]){number}(?!\d)";
}
