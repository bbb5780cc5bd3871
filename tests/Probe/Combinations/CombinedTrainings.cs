using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Backprop.Probe.Combinations;

/// <summary>
/// Trains in every combination, without threads and with one, two and three, and prints for each of these the bytes that the thread and the whole process
/// allocated from the second epoch on, and whether the parameters and all costs have the bits of a first training without threads.
/// </summary>
internal static class CombinedTrainings
{
    private const int Attempts = 5;

    public static void Print()
    {
        // On all of them, however small the work.
        using TrainingThreads one = new(1) { LeastWork = 0, LeastShareRows = 0 };
        using TrainingThreads two = new(2) { LeastWork = 0, LeastShareRows = 0 };
        using TrainingThreads three = new(3) { LeastWork = 0, LeastShareRows = 0 };
        TrainingThreads?[] teams = [null, one, two, three];
        foreach (Combination combination in Combination.All)
        {
            AllocationClock clock = AllocationClock.OfNothing();
            long[] expected = Train(combination, combination.CreateOptions(null, clock));
            string[] results = [.. teams.Select(team => Compare(combination, () => combination.CreateOptions(team, AllocationClock.OfNothing()), clock.Readings, expected))];
            Console.WriteLine($"{combination}\t{string.Join(", ", results)}");
        }

        PrintControls(two);
    }

    /// <summary>What must show: allocations on the thread and on another one, and another order of the rows.</summary>
    private static void PrintControls(TrainingThreads two)
    {
        Combination plain = Combination.Plain();
        AllocationClock clock = AllocationClock.OfNothing();
        long[] expected = Train(plain, plain.CreateOptions(null, clock));
        Console.WriteLine($"control-bytes\t{Compare(plain, () => plain.CreateOptions(two, AllocationClock.OfNothing()) with { Optimizer = new AllocatingRule() }, clock.Readings, expected)}");
        Console.WriteLine($"control-bits\t{Compare(plain, () => plain.CreateOptions(two, AllocationClock.OfNothing()) with { Seed = 5 }, clock.Readings, expected)}");
    }

    /// <summary>
    /// The least bytes of a few trainings, since what the runtime allocates for itself, once, on a thread of its own, is not in all of them; but
    /// bits that are others in any of them.
    /// </summary>
    private static string Compare(Combination combination, Func<FitOptions> options, int readings, long[] expected)
    {
        long? thread = null;
        long? process = null;
        bool areSame = true;
        for (int attempt = 0; attempt < Attempts && (thread, process) != (0, 0); attempt++)
        {
            AllocationClock clock = AllocationClock.FromTheSecondEpochOn(readings, Combination.Epochs);
            areSame &= expected.AsSpan().SequenceEqual(Train(combination, options() with { Clock = clock }));
            if (!clock.WasCollected)
            {
                thread = Math.Min(thread ?? long.MaxValue, clock.Thread);
                process = Math.Min(process ?? long.MaxValue, clock.Process);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{thread} {process} {(areSame ? "same" : "other")}");
    }

    /// <summary>One training.</summary>
    /// <returns>The bits of the parameters, in canonical order, and of what every epoch reports but the times.</returns>
    private static long[] Train(Combination combination, FitOptions options)
    {
        INetwork network = combination.CreateNetwork();
        int runs = options.Threads?.Runs ?? 0;
        TrainingHistory history = network.Fit(combination.CreateData(), options);
        Check(history.StopReason == StopReason.Completed, $"all epochs, got {history}");
        Check(options.Progress is null or LastEpoch { Epoch: Combination.Epochs }, "progress to be told of all epochs");
        Check(options.BatchSize == 1 || options.Threads is not { Count: > 1 } || options.Threads.Runs > runs, "threads at work");

        float[] parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        IEnumerable<double> figures = history.Epochs.SelectMany(static epoch => new[]
        {
            epoch.Cost, epoch.Accuracy ?? 0, epoch.MeanSquaredError ?? 0, epoch.MeanAbsoluteError ?? 0, epoch.ValidationCost ?? 0, epoch.ValidationAccuracy ?? 0,
            epoch.ValidationMeanSquaredError ?? 0, epoch.ValidationMeanAbsoluteError ?? 0, epoch.LearningRate,
        });
        double[] all = [.. parameters.Select(static parameter => (double)parameter), .. figures];
        Check(all.All(double.IsFinite), $"finite numbers, got {history}");
        return [.. all.Select(BitConverter.DoubleToInt64Bits)];

        void Check(bool holds, string what)
        {
            if (!holds)
            {
                throw new InvalidOperationException($"{combination}: expected {what}");
            }
        }
    }
}
