using System;
using System.IO;

namespace Mnist;

/// <summary>Trains a network of 26 neurons on the digits of MNIST, and shows what it learned.</summary>
internal static class Program
{
    private static int Main()
    {
        if (!Digits.TryLoad(Path.Combine(AppContext.BaseDirectory, "data"), out Digits? train, out Digits? test, out string? problem))
        {
            Console.Error.WriteLine(problem);
            return 1;
        }

        var network = new DigitNet(seed: 1);
        var training = new Training(network, train);
        Display display = Display.ForThisConsole();

        display.ShowProgress(training);
        var answers = new Answers(network, test);
        Report.Print(answers, training);
        display.ShowMistakes(answers);
        return 0;
    }
}
