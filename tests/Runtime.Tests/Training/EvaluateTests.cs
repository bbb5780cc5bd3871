using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>The figures of outputs that are written down here, or beside what numpy makes of them: the networks return their inputs.</summary>
public sealed class EvaluateTests
{
    private const double Close = 1e-12;

    /// <summary>1100 rows: more than one block.</summary>
    private static readonly JsonElement Fixture
        = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Training", "fixtures", "evaluation.json"))).RootElement;

    [Fact]
    public void ClassesAgreeWithNumpy()
    {
        JsonElement expected = Fixture.GetProperty("classes");
        int[] labels = [.. expected.GetProperty("labels").EnumerateArray().Select(static label => label.GetInt32())];

        Evaluation evaluation = new Echo6().Evaluate(Dataset.FromLabels(Multiples(expected, "outputs"), 6, labels, 6));

        Assert.Equal(1100, evaluation.Count);
        Assert.Equal(expected.GetProperty("accuracy").GetDouble(), evaluation.Accuracy!.Value, Close);
        AreClose(Numbers(expected, "precision"), evaluation.Classes.Select(static score => score.Precision));
        AreClose(Numbers(expected, "recall"), evaluation.Classes.Select(static score => score.Recall));
        AreClose(Numbers(expected, "f1"), evaluation.Classes.Select(static score => score.F1));
        ClassScore macro = evaluation.MacroAverage!.Value;
        AreClose(Numbers(expected, "macro"), [macro.Precision, macro.Recall, macro.F1]);
        ConfusionMatrix matrix = evaluation.ConfusionMatrix!;
        int[] counts = [.. from actual in Enumerable.Range(0, 6) from predicted in Enumerable.Range(0, 6) select matrix[actual, predicted]];
        Assert.Equal(expected.GetProperty("confusion").EnumerateArray().SelectMany(static row => row.EnumerateArray().Select(static count => count.GetInt32())), counts);
        Assert.Null(evaluation.MeanSquaredError);
        Assert.Null(evaluation.R2);
        Assert.Empty(evaluation.Outputs);
    }

    [Fact]
    public void ARegressionAgreesWithNumpy()
    {
        JsonElement expected = Fixture.GetProperty("regression");

        Evaluation evaluation = new Echo3().Evaluate(Dataset.FromTargets(Multiples(expected, "outputs"), 3, Multiples(expected, "targets"), 3));

        AreClose(Numbers(expected, "mse"), evaluation.Outputs.Select(static score => score.MeanSquaredError));
        AreClose(Numbers(expected, "mae"), evaluation.Outputs.Select(static score => score.MeanAbsoluteError));
        AreClose(Numbers(expected, "r2"), evaluation.Outputs.Select(static score => score.R2));
        AreClose(Numbers(expected, "means"), [evaluation.MeanSquaredError!.Value, evaluation.MeanAbsoluteError!.Value, evaluation.R2!.Value]);
        Assert.Null(evaluation.Accuracy);
        Assert.Null(evaluation.ConfusionMatrix);
        Assert.Null(evaluation.MacroAverage);
        Assert.Empty(evaluation.Classes);
    }

    [Fact]
    public void ClassesByHand()
    {
        // Actual 0 0 0 1 1 2, predicted 0 0 1 1 0 1: of equals the first; nobody says 2.
        float[] outputs = [1, 0, 0, 5, 5, 5, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 2, 1];
        Evaluation evaluation = new Echo3().Evaluate(Dataset.FromLabels(outputs, 3, [0, 0, 0, 1, 1, 2], 3));

        Assert.Equal(0.5, evaluation.Accuracy);
        Assert.Equal(new ClassScore("0", 2 / 3.0, 2 / 3.0, 4 / 6.0, 3), evaluation.Classes[0]);
        Assert.Equal(new ClassScore("1", 1 / 3.0, 1 / 2.0, 2 / 5.0, 2), evaluation.Classes[1]);
        Assert.Equal(new ClassScore("2", 0, 0, 0, 1), evaluation.Classes[2]);
        Assert.Equal(3, evaluation.ConfusionMatrix!.Correct);
        Assert.Equal(6, evaluation.ConfusionMatrix.Total);
        Assert.Equal(
            """
            6 rows, cost 1.000000, accuracy 0.5000

            class          precision  recall      F1  rows
            0                 0.6667  0.6667  0.6667     3
            1                 0.3333  0.5000  0.4000     2
            2                 0.0000  0.0000  0.0000     1
            macro average     0.3333  0.3889  0.3556     6

            actual \ predicted  0  1  2
            0                   2  1  0
            1                   1  1  0
            2                   0  1  0
            """,
            evaluation.ToString());
    }

    [Fact]
    public void AClassThatNeitherRowsNorPredictionsHaveDoesNotCountInTheMacroAverage()
    {
        Evaluation evaluation = new Echo3().Evaluate(Dataset.FromLabels([1, 0, 0, 0, 1, 0], 3, [0, 1], 3));

        Assert.Equal(new ClassScore("macro average", 1, 1, 1, 2), evaluation.MacroAverage);
        Assert.Equal(new ClassScore("2", 0, 0, 0, 0), evaluation.Classes[2]);
    }

    [Fact]
    public void OutputsHaveTheNamesOfTheirTargets()
    {
        Dataset data = Dataset.FromTargets([1, 2, 3, 4, 5, 7], 3, [1, 2, 3, 5, 5, 5], 3).WithTargetNames(["width", "height", "depth"]);

        Assert.Equal(["width", "height", "depth"], new Echo3().Evaluate(data).Outputs.Select(static score => score.Name));
    }

    [Fact]
    public void ARegressionByHand()
    {
        // Errors 1 and −2; the targets 1 and 3 are 1 from their mean.
        Evaluation evaluation = new ScriptedNetwork().Evaluate(Dataset.FromTargets([2, 1], 1, [1, 3], 1));

        Assert.Equal(new OutputScore("0", 2.5, 1.5, 1 - (5 / 2.0)), evaluation.Outputs.Single());
        Assert.Equal(
            """
            2 rows, cost 1.000000

            output       MSE       MAE       R²
            0       2.500000  1.500000  -1.5000
            """,
            evaluation.ToString());
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(8, 0)]
    public void TargetsThatAreAllTheSameAreMetOrNot(float output, double r2)
        => Assert.Equal(r2, new ScriptedNetwork().Evaluate(Dataset.FromTargets([output, output], 1, [7, 7], 1)).R2);

    [Fact]
    public void OneOfNTargetsAreClassesForSoftmaxAndSigmoids()
    {
        Dataset data = Dataset.FromTargets([0.5f, 0.2f, 0.3f, 0.1f, 0.2f, 0.7f], 3, [1, 0, 0, 0, 1, 0], 3);

        Assert.Equal(0.5, new SoftmaxEcho().Evaluate(data).Accuracy);
        Assert.Equal(0.5, new SigmoidEcho().Evaluate(data).Accuracy);
        Assert.Null(new Echo3().Evaluate(data).Accuracy);
    }

    [Theory]
    [InlineData(0f, 0f, 0f)]
    [InlineData(1f, 1f, 0f)]
    [InlineData(0.5f, 0.5f, 0f)]
    [InlineData(2f, -1f, 0f)]
    public void OtherTargetsAreNot(float first, float second, float third)
        => Assert.Null(new SigmoidEcho().Evaluate(Dataset.FromTargets([0, 0, 0, 0, 0, 0], 3, [1, 0, 0, first, second, third], 3)).Accuracy);

    [Fact]
    public void OneSigmoidTellsTwoClasses()
    {
        Evaluation evaluation = new OneSigmoid().Evaluate(Dataset.FromTargets([0.6f, 0.5f, 0.4f, 0.9f], 1, [1, 1, 0, 0], 1));

        Assert.Equal(0.5, evaluation.Accuracy);
        Assert.Equal(2, evaluation.ConfusionMatrix!.ClassCount);
        Assert.Equal([1, 1, 1, 1], new[] { evaluation.ConfusionMatrix[0, 0], evaluation.ConfusionMatrix[0, 1], evaluation.ConfusionMatrix[1, 0], evaluation.ConfusionMatrix[1, 1] });
        Assert.Null(new OneSigmoid().Evaluate(Dataset.FromTargets([0.6f, 0.5f], 1, [1, 0.25f], 1)).Accuracy);
    }

    [Fact]
    public void TheCostOfARowIsMultipliedByItsWeight()
    {
        int row = 0;
        ScriptedNetwork network = new() { RowsCost = _ => ++row };
        Dataset data = Dataset.FromTargets([0, 0, 0], 1, [0, 0, 0], 1).WithWeights([1, 0.5f, 2]);

        Assert.Equal((1 + (0.5 * 2) + (2 * 3)) / 3, network.Evaluate(data).Cost);
    }

    [Fact]
    public void FitMeasuresAccuracies()
    {
        Dataset train = Dataset.FromLabels([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], 3, [0, 1, 2, 1], 3);
        Dataset validation = Dataset.FromTargets([1, 0, 0, 0, 1, 0], 3, [0, 0, 1, 0, 1, 0], 3);
        FitOptions options = new() { Epochs = 2, Validation = validation };

        Assert.Equal([0.5, 0.5], new SoftmaxEcho().Fit(train, options).Epochs.Select(static e => e.ValidationAccuracy));
        Assert.Equal([0.75, 0.75], new SoftmaxEcho().Fit(train, options with { TrainMetrics = true }).Epochs.Select(static e => e.Accuracy));
        Assert.Null(new SoftmaxEcho().Fit(train, options).Epochs[0].Accuracy);
        Assert.Null(new Echo3().Fit(train, options).Epochs[0].ValidationAccuracy);
    }

    [Fact]
    public void ManyClassesPrintTheirScoresWithoutTheMatrix()
    {
        string text = new Echo21().Evaluate(Dataset.FromLabels(new float[21], 21, [0], 21)).ToString();

        Assert.Contains("\n20 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("predicted", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AMatrixKnowsItsClasses()
    {
        ConfusionMatrix matrix = new Echo3().Evaluate(Dataset.FromLabels([1, 0, 0], 3, [1], 3)).ConfusionMatrix!;

        Assert.Equal(["0", "1", "2"], matrix.ClassNames);
        Assert.StartsWith("predicted: expected a class from 0 to 2, got 3", Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 3]).Message, StringComparison.Ordinal);
        Assert.StartsWith("actual: expected a class from 0 to 2, got -1", Assert.Throws<ArgumentOutOfRangeException>(() => matrix[-1, 0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataOfAnotherWidthAreRefused()
        => Assert.StartsWith(
            "data: expected rows of 3 inputs, as the network has, got 1",
            Assert.ThrowsAny<ArgumentException>(() => new Echo3().Evaluate(Dataset.FromTargets([1], 1, [1], 1))).Message,
            StringComparison.Ordinal);

    private static void AreClose(double[] expected, IEnumerable<double> actual)
    {
        double[] values = [.. actual];
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), static pair => Assert.Equal(pair.First, pair.Second, Close));
    }

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble())];

    private static float[] Multiples(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(static number => number.GetInt32() / 64f)];

    private class Echo3 : ScriptedNetwork
    {
        public override int InputSize => 3;

        public override int OutputSize => 3;
    }

    private sealed class Echo6 : ScriptedNetwork
    {
        public override int InputSize => 6;

        public override int OutputSize => 6;
    }

    private sealed class Echo21 : ScriptedNetwork
    {
        public override int InputSize => 21;

        public override int OutputSize => 21;
    }

    [Network(3, 3, Activation.Sigmoid)]
    private sealed class SigmoidEcho : Echo3;

    [Network(3, 3, Activation.Softmax)]
    private class DeclaredSoftmax : Echo3;

    /// <summary>Derives from a network that declares its outputs.</summary>
    private sealed class SoftmaxEcho : DeclaredSoftmax;

    [Network(1, 1, Activation.Sigmoid)]
    private sealed class OneSigmoid : ScriptedNetwork;
}
