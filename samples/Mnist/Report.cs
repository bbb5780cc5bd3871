using System;

namespace Mnist;

/// <summary>The result in three lines.</summary>
internal static class Report
{
    public static void Print(Answers answers, Training training)
    {
        Console.WriteLine($"test accuracy {100 * answers.Accuracy:0.00} %");
        Console.WriteLine($"time {training.Time.TotalSeconds:0.00} s");
        Console.WriteLine($"training loop: {training.AllocatedBytes} bytes allocated");
    }
}
