using System;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Labels of two classes for a network whose one output is a sigmoid: they are targets of 0 and 1.</summary>
public sealed class BinaryLabelTests
{
    private const int Rows = 103;

    private static readonly float[] Inputs = Samples.Uniform(1, Rows * LogisticNet.InputSize, -2, 2);
    private static readonly int[] Labels = Samples.Labels(2, Rows, 2);
    private static readonly float[] Targets = Array.ConvertAll(Labels, static label => (float)label);

    private static Dataset Labelled => Dataset.FromLabels(Inputs, LogisticNet.InputSize, Labels, 2);

    private static Dataset Targeted => Dataset.FromTargets(Inputs, LogisticNet.InputSize, Targets, 1);

    [Fact]
    public void TheBitsAreThoseOfTargets()
    {
        Subject byLabels = Subject.Randomized(typeof(LogisticNet), 1), byTargets = Subject.Randomized(typeof(LogisticNet), 1);
        FitOptions options = new() { Epochs = 3, ValidationFraction = 0.3, TrainMetrics = true };

        TrainingHistory expected = byTargets.Network.Fit(Targeted, options with { Optimizer = new Adam() });
        TrainingHistory history = byLabels.Network.Fit(Labelled, options with { Optimizer = new Adam() });

        Bits.Same(byTargets.Parameters, byLabels.Parameters);
        Assert.Equal(
            expected.Epochs.Select(static e => (e.Cost, e.Accuracy, e.ValidationCost, e.ValidationAccuracy)),
            history.Epochs.Select(static e => (e.Cost, e.Accuracy, e.ValidationCost, e.ValidationAccuracy)));
    }

    [Fact]
    public void WeightsOfClassesAreThoseOfTheirRows()
    {
        Subject byClass = Subject.Randomized(typeof(LogisticNet), 1), byRow = Subject.Randomized(typeof(LogisticNet), 1);
        float[] weights = Samples.Uniform(3, Rows, 0f, 2f);
        float[] classWeights = [0.25f, 3f];
        float[] products = [.. weights.Select((weight, row) => weight * classWeights[Labels[row]])];

        byRow.Network.Fit(Targeted.WithWeights(products), new FitOptions { Epochs = 3 });
        byClass.Network.Fit(Labelled.WithWeights(weights), new FitOptions { Epochs = 3, ClassWeights = classWeights });

        Bits.Same(byRow.Parameters, byClass.Parameters);
    }

    [Fact]
    public void TheClassesKeepTheirNames()
    {
        Evaluation evaluation = new LogisticNet().Evaluate(Labelled.WithClassNames(["sick", "well"]));

        Assert.Equal(["sick", "well"], evaluation.ConfusionMatrix!.ClassNames);
        Assert.Equal(new LogisticNet().Evaluate(Targeted).Accuracy, evaluation.Accuracy);
        Assert.Equal(Labels.Count(static label => label == 1), evaluation.Classes[1].Count);
    }

    [Fact]
    public void NothingElseWithOneOutputTakesLabels()
    {
        const string Expected = "data: expected targets, or labels of 2 classes and a sigmoid, for a network with one output, got labels of ";

        Says(Expected + "3 classes", () => new LogisticNet().Evaluate(Dataset.FromLabels(Inputs, LogisticNet.InputSize, Labels, 3)));
        Says(Expected + "2 classes", () => new OneNet().Evaluate(Dataset.FromLabels(new float[2], OneNet.InputSize, new int[2], 2)));
        Says(
            "labels: expected labels from 0 to 0, got 1 for row 0; with one output, pass targets (0f, 1f) in place of labels",
            () => new LogisticNet().Train(new float[LogisticNet.InputSize], [1], new Adam()));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(1.5f)]
    public void TargetsOfABinaryCrossEntropyAreFromZeroToOne(float target)
    {
        Dataset data = Dataset.FromTargets(new float[2 * LogisticNet.InputSize], LogisticNet.InputSize, [1f, target], 1);
        FormattableString problem = $"expected targets from 0 to 1, as BinaryCrossEntropy takes them, got {target} in row 1, column 0";

        Says("train: " + FormattableString.Invariant(problem), () => new LogisticNet().Fit(data));
        Says("data: " + FormattableString.Invariant(problem), () => new LogisticNet().Evaluate(data));
    }

    [Fact]
    public void TargetsOfACrossEntropyAreToo()
    {
        float[] inputs = new float[12];
        Says(
            "train: expected targets from 0 to 1, as CrossEntropy takes them, got -1 in row 0, column 1",
            () => new SoftmaxNet().Fit(Dataset.FromTargets(inputs, SoftmaxNet.InputSize, [0f, -1f, 0f, 0f, 0f], 5)));
        Says(
            "targets: expected targets from 0 to 1, as BinaryCrossEntropy takes them, got 2 in row 0, column 0",
            () => new LogisticNet().OverfitBatch(new float[LogisticNet.InputSize], [2f]));
    }

    private static void Says(string message, Action act)
        => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
