using System;
using Backprop;

namespace Mnist;

/// <summary>What came of a training, in lines.</summary>
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

    /// <summary>What a cancelled training left the network with.</summary>
    public static void PrintCancelled(TrainingHistory history) => Console.WriteLine(history.Best switch
    {
        { ValidationAccuracy: { } accuracy } best => $"stopped; the parameters are those of epoch {best.Epoch}, the best by held-out accuracy ({100 * accuracy:0.00} %)",
        { } best => $"stopped; the parameters are those of epoch {best.Epoch}, the best by training cost ({best.Cost:0.0000})",
        null => "stopped in the first epoch; the parameters are those of its last step",
    });
}
