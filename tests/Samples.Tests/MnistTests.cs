using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Mnist;
using Xunit;

namespace Backprop.Samples.Tests;

public sealed class MnistTests
{
    [Fact]
    public void LearnsInOneEpoch()
    {
        Assert.True(Digits.TryLoad(Path.Combine(AppContext.BaseDirectory, "data"), out Digits? train, out Digits? test, out string? problem), problem);
        Assert.Equal((60_000, 10_000), (train.Count, test.Count));
        var network = new DigitNet(seed: 1);
        var training = new Mnist.Training(network, train);

        training.RunEpoch();

        Assert.InRange(new Answers(network, test).Accuracy, 0.9, 1.0);
    }

    [Fact]
    public void TrainingTwiceGivesTheSameBits()
    {
        Assert.True(Digits.TryLoad(Path.Combine(AppContext.BaseDirectory, "data"), out Digits? train, out _, out string? problem), problem);
        Assert.Equal(ParametersAfterAnEpoch(train), ParametersAfterAnEpoch(train));
    }

    [Fact]
    public void RehearsalChangesNothing()
    {
        Assert.True(Digits.TryLoad(Path.Combine(AppContext.BaseDirectory, "data"), out Digits? train, out _, out string? problem), problem);
        var network = new DigitNet(seed: 1);

        _ = new Mnist.Training(network, train);

        Assert.Equal(Bits(new DigitNet(seed: 1)), Bits(network));
    }

    [Fact]
    public void ReportsWhatItPromises()
    {
        string[] lines = Sample.Run("Mnist");

        int report = Array.FindIndex(lines, static line => line.StartsWith("test accuracy ", StringComparison.Ordinal));
        Assert.Equal(Mnist.Training.Epochs, report);
        Assert.InRange(Number(lines[report], "test accuracy ", " %"), 94, 100);
        Assert.True(Number(lines[report + 1], "time ", " s") > 0);
        Assert.Equal("training loop: 0 bytes allocated", lines[report + 2]);
        Assert.Equal(6, lines.Skip(report).Sum(static line => line.Split("is ").Length - 1));
    }

    [Fact]
    public void MissingFileIsOneLine()
    {
        string nowhere = Path.Combine(AppContext.BaseDirectory, "nowhere");
        Assert.False(Digits.TryLoad(nowhere, out _, out _, out string? problem));
        Assert.DoesNotContain('\n', problem);
        Assert.Contains("train-images-idx3-ubyte.gz", problem, StringComparison.Ordinal);
    }

    private static int[] ParametersAfterAnEpoch(Digits train)
    {
        var network = new DigitNet(seed: 1);
        new Mnist.Training(network, train).RunEpoch();
        return Bits(network);
    }

    private static int[] Bits(DigitNet network)
    {
        float[] parameters = new float[DigitNet.ParameterCount];
        network.CopyParametersTo(parameters);
        return Array.ConvertAll(parameters, BitConverter.SingleToInt32Bits);
    }

    private static double Number(string line, string before, string after)
    {
        Assert.StartsWith(before, line, StringComparison.Ordinal);
        Assert.EndsWith(after, line, StringComparison.Ordinal);
        return double.Parse(line[before.Length..^after.Length], CultureInfo.InvariantCulture);
    }
}
