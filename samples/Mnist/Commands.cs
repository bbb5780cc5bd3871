using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Backprop;
using Spectre.Console;

namespace Mnist;

/// <summary>What the program does. Each returns the exit code.</summary>
internal static class Commands
{
    private const int ShownMistakes = 6;

    /// <summary>Trains a network, tests it, and shows some digits that it got wrong.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static int Train(TrainSettings settings)
    {
        if (Path.GetDirectoryName(settings.SavePath) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder to save the parameters in");
        }

        Dataset train = Digits.LoadTrain(Digits.Folder);
        Dataset test = Digits.LoadTest(Digits.Folder);
        var training = new Training(settings, train);
        Display display = Display.For(AnsiConsole.Console, Console.IsOutputRedirected);

        // Ctrl-C ends the training and nothing else; once more ends the program.
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = !stop.IsCancellationRequested;
            if (!signal.Cancel)
            {
                display.Abandon();
            }

            stop.Cancel();
        });
        TrainingHistory history = display.ShowProgress(training.Epochs, show => training.Run(show, display.ShowsTrainMetrics, stop.Token));
        if (history.NonFinite is { } nonFinite)
        {
            Report.PrintNonFinite(nonFinite, settings.LearningRateText);
            return 1;
        }

        if (history.StopReason == StopReason.Cancelled)
        {
            Report.PrintCancelled(history);
        }

        Evaluation evaluation = training.Network.Evaluate(test);
        Report.PrintAccuracy(evaluation);
        Report.PrintCosts(training);
        if (settings.SavePath is { } path)
        {
            ParameterFile.Save(training.Network, path);
            Console.WriteLine($"parameters saved to {path}");
        }

        display.ShowDigits(new Predictions(training.Network, test).Mistakes.Take(ShownMistakes), test);

        // Who ends the first epoch knows that little was learned.
        return history.Best is null || Report.WarnIfNothingLearned(evaluation) ? 0 : 1;
    }

    /// <summary>Tests a saved network.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static int Evaluate(string network, string path)
    {
        INetwork loaded = Load(network, path);
        Evaluation evaluation = loaded.Evaluate(Digits.LoadTest(Digits.Folder));
        Report.PrintAccuracy(evaluation);
        Console.WriteLine();
        Console.WriteLine(evaluation);
        return 0;
    }

    /// <summary>Draws test digits with the predictions of a saved network.</summary>
    /// <param name="network">A name of <see cref="NetworkChoice.ByName"/>.</param>
    /// <param name="path">The file of its parameters.</param>
    /// <param name="count">How many.</param>
    /// <param name="wrongOnly">Whether to draw only those that it gets wrong.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static int Draw(string network, string path, int count, bool wrongOnly)
    {
        INetwork loaded = Load(network, path);
        var predictions = new Predictions(loaded, Digits.LoadTest(Digits.Folder));
        Display.For(AnsiConsole.Console, Console.IsOutputRedirected).ShowDigits((wrongOnly ? predictions.Mistakes : predictions.All).Take(count), predictions.Digits);
        return 0;
    }

    private static INetwork Load(string network, string path)
    {
        INetwork loaded = NetworkChoice.ByName[network].Create(0);
        ParameterFile.Load(loaded, path);
        return loaded;
    }
}
