using System;
using Backprop;

namespace Mnist;

/// <summary>The result in three lines.</summary>
internal static class Report
{
    public static void PrintAccuracy(Evaluation evaluation) => Console.WriteLine($"test accuracy {100 * evaluation.Accuracy:0.00} %");

    public static void PrintCosts(Training training)
    {
        Console.WriteLine($"time {training.Time.TotalSeconds:0.00} s");
        if (training.AllocatedBytes is { } bytes)
        {
            Console.WriteLine($"training loop: {bytes} bytes allocated");
        }
    }
}
