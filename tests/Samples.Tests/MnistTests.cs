using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Mnist;
using Xunit;

namespace Backprop.Samples.Tests;

public sealed class MnistTests
{
    private const int ShownMistakes = 6;

    [Fact]
    public void LearnsInOneEpoch()
    {
        Dataset test = Digits.LoadTest(Digits.Folder);
        Assert.Equal(10_000, test.Count);

        INetwork network = AfterAnEpoch(new TrainSettings()).Network;

        Assert.InRange(network.Evaluate(test).Accuracy!.Value, 0.9, 1.0);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    public void TrainingTwiceGivesTheSameBitsForAnyNumberOfThreads(string network) => Assert.Equal(
        Bits(AfterAnEpoch(new TrainSettings { Network = network }).Network),
        Bits(AfterAnEpoch(new TrainSettings { Network = network, Threads = 2 }).Network));

    [Fact]
    public void EveryOptimizerLearns()
    {
        Dataset some = Digits.LoadTrain(Digits.Folder).Slice(0, 12_000);
        Assert.All(OptimizerChoice.Names, name =>
        {
            int epochs = OptimizerChoice.TakesAllDigits(name) ? 20 : 2;
            var training = new Mnist.Training(new TrainSettings { Network = "large", Epochs = epochs, Optimizer = name }, some);
            TrainingHistory history = training.Run(static _ => { }, trainMetrics: false, CancellationToken.None);
            Assert.InRange(history.Epochs[^1].ValidationAccuracy!.Value, 0.8, 1.0);
        });
    }

    [Fact]
    public void EveryRuleOfTheLibraryCanBeChosen() => Assert.Equal(
        typeof(Optimizer).Assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(Optimizer)) && !type.IsAbstract).ToHashSet(),
        OptimizerChoice.Names.Select(static name => OptimizerChoice.Create(name, NetworkChoice.ByName["small"], learningRate: null).GetType()).ToHashSet());

    [Fact]
    public void ABatchMayBeLargerThanAllDigits()
    {
        Dataset some = Digits.LoadTrain(Digits.Folder).Slice(0, 1000);
        var training = new Mnist.Training(new TrainSettings { Epochs = 1, BatchSize = int.MaxValue }, some);
        Assert.Single(training.Run(static _ => { }, trainMetrics: false, CancellationToken.None).Epochs);
    }

    [Fact]
    public void CancelledTrainingEndsWithTheBestParameters()
    {
        Dataset some = Digits.LoadTrain(Digits.Folder).Slice(0, 12_000);
        var training = new Mnist.Training(new TrainSettings { Network = "large", Epochs = 1000 }, some);
        using CancellationTokenSource stop = new();
        double bestAccuracy = -1;
        int[] best = [];

        TrainingHistory history = training.Run(
            epoch =>
            {
                if (epoch.ValidationAccuracy > bestAccuracy)
                {
                    bestAccuracy = epoch.ValidationAccuracy.Value;
                    best = Bits(training.Network);
                }

                if (epoch.Epoch == 5)
                {
                    stop.Cancel();
                }
            },
            trainMetrics: false,
            stop.Token);

        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.InRange(history.BestEpoch, 1, 5);
        Assert.Equal(best, Bits(training.Network));
    }

    [Fact]
    public void ReportsWhatItPromises()
    {
        string[] lines = Sample.Run("Mnist");

        int report = CheckReport(lines, atLeast: 94);
        Assert.Equal(15, report);
        Assert.Equal(ShownMistakes, CountDigits(lines.Skip(report)));
    }

    [Fact]
    public void LargeNetworkTellsNinetyEightOfAHundredAndIsSaved()
    {
        string path = Path.GetTempFileName();
        try
        {
            string[] trained = Sample.Run("Mnist", "--network", "large", "--save", path);
            string accuracy = trained[CheckReport(trained, atLeast: 98)];
            string[] evaluated = Sample.Run("Mnist", "evaluate", "--network", "large", "--load", path);
            string[] drawn = Sample.Run("Mnist", "draw", "--network", "large", "--load", path, "--count", "4");
            string[] mistakes = Sample.Run("Mnist", "draw", "--network", "large", "--load", path, "--wrong");

            Assert.Equal(accuracy, evaluated[0]);
            Assert.Contains("macro average", string.Join('\n', evaluated), StringComparison.Ordinal);
            Assert.Equal(4, CountDigits(drawn));
            Assert.Contains("is 7, saw 7", string.Join('\n', drawn), StringComparison.Ordinal);
            Assert.Equal(trained[^mistakes.Length..], mistakes);
            Assert.Contains(
                "expected 50920 bytes, the 12730 parameters of DigitNet, got 407080, which fits --network large", Sample.Fail("Mnist", "evaluate", "--load", path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void HelpNamesCommandsAndOptions()
    {
        string commands = string.Join('\n', Sample.Run("Mnist", "--help"));
        Assert.All(["train", "evaluate", "draw"], name => Assert.Contains($"  {name} ", commands, StringComparison.Ordinal));

        string options = string.Join('\n', Sample.Run("Mnist", "train", "--help"));
        string[] names = ["--network", "--epochs", "--batch-size", "--learning-rate", "--seed", "--optimizer", "--threads", "--save"];
        Assert.All(names, name => Assert.Contains($"  {name} ", options, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--color", "unknown argument '--color'; train --help lists the options")]
    [InlineData("fly", "unknown argument 'fly'; --help lists the commands")]
    [InlineData("help", "unknown argument 'help'; --help lists the commands")]
    [InlineData("evaluate help", "unknown argument 'help'; evaluate --help lists the options")]
    [InlineData("--epochs 3 evaluate", "unknown argument 'evaluate'; train --help lists the options")]
    [InlineData("evaluate", "--load")]
    [InlineData("--epochs 0", "--epochs: expected a whole number of at least 1, got '0'")]
    [InlineData("train --batch-size many", "--batch-size: expected a whole number of at least 1, got 'many'")]
    [InlineData("--learning-rate NaN", "--learning-rate: expected a finite number of at least 0, got 'NaN'")]
    [InlineData("--learning-rate 1e39", "--learning-rate: expected a finite number of at least 0, got '1e39'")]
    [InlineData("--seed -1", "--seed: expected a whole number of at least 0, got '-1'")]
    [InlineData("--threads 1025", "--threads: expected a whole number from 0 to 1024, got '1025'")]
    [InlineData("--optimizer best", "--optimizer: expected sgd, momentum,")]
    [InlineData("--network huge", "--network: expected small, large, got 'huge'")]
    [InlineData("--save nowhere/at/all", "nowhere")]
    [InlineData("draw --load nowhere", "nowhere")]
    [InlineData("--network large --learning-rate 1e30", "not finite in epoch 1, batch 2; a --learning-rate below 1e30 may help")]
    public void ErrorIsOneLine(string arguments, string expected) =>
        Assert.Contains(expected, Sample.Fail("Mnist", arguments.Split(' ')), StringComparison.Ordinal);

    // The cost of the first epoch is a little higher than those of the others, which are of a network that says 0 everywhere.
    [Theory]
    [InlineData("--epochs 2 --learning-rate 1e30")]
    [InlineData("--epochs 1 --learning-rate 1e30")]
    [InlineData("--epochs 1 --learning-rate 0")]
    [InlineData("--network large --epochs 1 --learning-rate 1")]
    public void ATrainingThatLearnsNothingWarns(string arguments)
    {
        (int exitCode, string[] lines, string errors) = Sample.RunToEnd("Mnist", arguments.Split(' '));

        Assert.Equal(1, exitCode);
        Assert.Contains(lines, static line => line.StartsWith("test accuracy ", StringComparison.Ordinal));
        Assert.Equal("warning: nothing was learned: always predicting the same digit is right for 11.35 %; another --learning-rate may help\n", errors);
    }

    [Fact]
    public void MissingDataAreNamed()
    {
        string nowhere = Path.Combine(AppContext.BaseDirectory, "nowhere");
        IOException exception = Assert.ThrowsAny<IOException>(() => Digits.LoadTrain(nowhere));
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Contains("train-images-idx3-ubyte.gz", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParametersThatAreNotFiniteAreRefused()
    {
        string path = Path.GetTempFileName();
        try
        {
            var network = new DigitNet(seed: 1);
            network.Weight(1, 0, 0) = float.NaN;
            ParameterFile.Save(network, path);
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ParameterFile.Load(new DigitNet(seed: 1), path));
            Assert.Contains("expected finite parameters, got NaN at 0", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void SparklineGoesFromTheLeastToTheLargest()
    {
        Assert.Equal("▁▃▅█", Sparkline.Of([0, 2, 4, 7], width: 10));
        Assert.Equal("█▅▁", Sparkline.Of([9, 9, 7, 4, 0], width: 3));
        Assert.Equal("▁▁", Sparkline.Of([3, 3], width: 10));
    }

    private static Mnist.Training AfterAnEpoch(TrainSettings settings)
    {
        Dataset train = Digits.LoadTrain(Digits.Folder);
        Assert.Equal(60_000, train.Count);
        var training = new Mnist.Training(settings with { Epochs = 1 }, train);
        training.Run(static _ => { }, trainMetrics: false, CancellationToken.None);
        return training;
    }

    private static int[] Bits(INetwork network)
    {
        float[] parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return Array.ConvertAll(parameters, BitConverter.SingleToInt32Bits);
    }

    /// <summary>Where the three lines begin.</summary>
    private static int CheckReport(string[] lines, double atLeast)
    {
        int report = Array.FindIndex(lines, static line => line.StartsWith("test accuracy ", StringComparison.Ordinal));
        Assert.InRange(Number(lines[report], "test accuracy ", " %"), atLeast, 100);
        Assert.True(Number(lines[report + 1], "time ", " s") > 0);
        Assert.Equal("training loop: 0 bytes allocated", lines[report + 2]);
        return report;
    }

    private static int CountDigits(IEnumerable<string> lines) => lines.Sum(static line => line.Split("is ").Length - 1);

    private static double Number(string line, string before, string after)
    {
        Assert.StartsWith(before, line, StringComparison.Ordinal);
        Assert.EndsWith(after, line, StringComparison.Ordinal);
        return double.Parse(line[before.Length..^after.Length], CultureInfo.InvariantCulture);
    }
}
