using System;
using System.Linq;
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
        null => "stopped in the first epoch; the parameters are those that it had reached",
    });

    /// <summary>An error: where numbers were no longer finite, and what may help.</summary>
    /// <param name="stop">Where.</param>
    /// <param name="learningRate">The learning rate as it was typed; null: it was not. That of <paramref name="stop"/> is what the schedule made of it.</param>
    public static void PrintNonFinite(NonFiniteStop stop, string? learningRate)
    {
        string lower = learningRate is null ? "a lower --learning-rate" : $"a --learning-rate below {learningRate}";
        Console.Error.WriteLine($"{stop.What} was not finite in epoch {stop.Epoch}, batch {stop.Batch}; {lower} may help");
    }

    /// <summary>A warning if the network does no better than one that always predicts the same digit, which is where too large a learning rate ends.</summary>
    /// <returns>Whether it has learned something.</returns>
    public static bool WarnIfNothingLearned(Evaluation evaluation)
    {
        double mostFrequent = (double)evaluation.Classes.Max(static score => score.Count) / evaluation.Count;
        if (evaluation.Accuracy > mostFrequent)
        {
            return true;
        }

        Console.Error.WriteLine($"warning: nothing was learned: always predicting the same digit is right for {100 * mostFrequent:0.00} %; another --learning-rate may help");
        return false;
    }
}
