using System;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>Each bad option is refused before anything is done, and the message says what was expected and what came.</summary>
public sealed class FitOptionsTests
{
    private static readonly Dataset Rows = Dataset.FromTargets([1, 2, 3, 4], 1, [1, 2, 3, 4], 1);

    public static TheoryData<string, FitOptions> BadOptions => new()
    {
        { "Epochs: expected at least 1, got 0", new() { Epochs = 0 } },
        { "Epochs: expected at least 1, got -3", new() { Epochs = -3 } },
        { "BatchSize: expected at least 1 row, got 0", new() { BatchSize = 0 } },
        { "ClassWeights: expected null for rows without class labels, got 2 weights", new() { ClassWeights = [1, 2] } },
        { "Optimizer: expected an update rule, got null", new() { Optimizer = null! } },
        { "Validation: expected rows of 1 input, as the network has, got 2", new() { Validation = Dataset.FromTargets([1, 2], 2, [1], 1) } },
        { "Validation: expected rows of 1 target, one for each output of the network, got 2", new() { Validation = Dataset.FromTargets([1], 1, [1, 2], 2) } },
        { "Validation: expected targets, or labels of 2 classes and a sigmoid, for a network with one output, got labels of 3 classes", new() { Validation = Dataset.FromLabels([1], 1, [0], 3) } },
        { "ValidationFraction: expected at least 0 and below 1, got -0.1", new() { ValidationFraction = -0.1 } },
        { "ValidationFraction: expected at least 0 and below 1, got 1", new() { ValidationFraction = 1 } },
        { "ValidationFraction: expected at least 0 and below 1, got NaN", new() { ValidationFraction = double.NaN } },
        { "ValidationFraction: expected to leave at least 1 row of 4 to train on, got 0.8", new() { ValidationFraction = 0.8 } },
        { "ValidationFraction: expected 0 beside a Validation set, got 0.25", new() { ValidationFraction = 0.25, Validation = Rows } },
        { "TargetCost: expected a finite value, got NaN", new() { TargetCost = double.NaN } },
        { "TimeLimit: expected more than zero, got 00:00:00", new() { TimeLimit = TimeSpan.Zero } },
        { "TimeLimit: expected more than zero, got -00:00:01", new() { TimeLimit = TimeSpan.FromSeconds(-1) } },
        { "Patience: expected at least 1 epoch, got 0", new() { EarlyStopping = new() { Patience = 0 } } },
        { "MinDelta: expected a finite value of at least 0, got -0.5", new() { EarlyStopping = new() { MinDelta = -0.5 } } },
        { "MinDelta: expected a finite value of at least 0, got Infinity", new() { EarlyStopping = new() { MinDelta = double.PositiveInfinity } } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void ABadOptionIsRefused(string message, FitOptions options)
    {
        ScriptedNetwork network = new();

        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => network.Fit(Rows, options));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, network.Steps);
    }

    [Fact]
    public void DataOfAnotherWidthAreRefused()
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => new ScriptedNetwork().Fit(Dataset.FromTargets([1, 2], 2, [1], 1)));

        Assert.StartsWith("train: expected rows of 1 input, as the network has, got 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANegativeLearningRateIsRefusedWhereItIsWritten()
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => new FitOptions { Optimizer = new Adam(-0.001f) });

        Assert.StartsWith("learningRate: expected a finite value of at least 0, got -0.001", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoDataAreRefusedWhereTheyAreMade()
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => Dataset.FromTargets([], 1, [], 1));

        Assert.StartsWith("inputs: expected whole rows of 1 value, at least one, got 0 values", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NullIsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => default(INetwork)!.Fit(Rows));
        Assert.Throws<ArgumentNullException>("train", () => new ScriptedNetwork().Fit(null!));
        Assert.Throws<ArgumentNullException>(() => default(INetwork)!.Evaluate(Rows));
        Assert.Throws<ArgumentNullException>(() => new ScriptedNetwork().Evaluate(null!));
    }

    [Theory]
    [InlineData(4, 0.25, 3)]
    [InlineData(10, 0.25, 7)]
    [InlineData(10, 0.9, 1)]
    [InlineData(10, 0.1, 9)]
    [InlineData(100, 0.07, 93)]
    [InlineData(60_000, 0.2, 48_000)]
    public void AFractionLeavesTheFirstRows(int count, double fraction, int trained)
    {
        Dataset data = Dataset.FromTargets(new float[count], 1, new float[count], 1);

        (Dataset train, Dataset? validation) = new FitOptions { ValidationFraction = fraction }.Split(data);

        Assert.Equal(trained, train.Count);
        Assert.Equal(count - trained, validation!.Count);
    }
}
