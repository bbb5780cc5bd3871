using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Backprop.Figures;

/// <summary>
/// An epoch of <c>Fit</c> beside the loop of <c>Train</c> calls that it stands for: on rows as they lie beside <c>Shuffle = false</c>; on rows
/// that are shuffled and copied to a batch, as a program without <c>Fit</c> does it, beside the default. And what <c>StopAtNonFiniteCost</c> adds.
/// </summary>
internal static class FitFigures
{
    private const int RowsOfRound = 30_000;

    // Small networks are trained in microseconds, and the runtime compiles for seconds before it has nothing left to do.
    private static readonly TimeSpan TimeOfCase = TimeSpan.FromSeconds(5);

    private const ulong Seed = 1;

    /// <summary>The epochs of a round, and the time of the fastest of them.</summary>
    private delegate double EpochTimer(INetwork network, Dataset data, int batch, Optimizer rule, int epochs);

    public static void Print()
    {
        Console.WriteLine("network\trows\tbatch\tloop_us\tfit_in_order_us\tin_order_ratio\tshuffling_loop_us\tfit_us\tshuffled_ratio\tfit_unguarded_us\tguard_percent");
        Rows digits = Rows.Mnist(10_000);
        Rows random = Rows.Random(new Regression(), 10_000);
        Measure("2-3-1 sigmoid", static () => new Xor(Seed), Rows.Random(new Xor(), 1_000), 1_000, 1);
        Measure("8-32-4 tanh", static () => new Small(Seed), Rows.Random(new Small(), 1_000), 1_000, 1);
        Measure("8-32-4 tanh", static () => new Small(Seed), Rows.Random(new Small(), 1_000), 1_000, 32);
        Measure("784-16-10 sigmoid", static () => new Digits(Seed), digits, 10_000, 32);
        Measure("784-128-10 ReLU-softmax", static () => new WideDigits(Seed), digits, 10_000, 128);
        Measure("784-128-10 ReLU-softmax", static () => new WideDigits(Seed), digits, 10_000, 32);
        Measure("784-128-10 ReLU-softmax", static () => new WideDigits(Seed), digits, 1_000, 32);
        Measure("784-128-10 ReLU-softmax", static () => new WideDigits(Seed), digits, 128, 128);
        Measure("4-32-16-4 tanh", static () => new Regression(Seed), random, 10_000, 32);
        Measure("4-32-16-4 tanh", static () => new Regression(Seed), random, 1_000, 32);
        Measure("4-32-16-4 tanh", static () => new Regression(Seed), random, 128, 128);
    }

    /// <summary>The ways take turns, each with a network of its own; of each the fastest epoch counts.</summary>
    private static void Measure(string name, Func<INetwork> create, Rows rows, int count, int batch)
    {
        EpochTimer[] ways =
        [
            static (network, data, batch, rule, epochs) => FastestOf(epochs, () => Loop(network, data, batch, rule)),
            static (network, data, batch, rule, epochs) => Fit(network, data, rule, epochs, new FitOptions { BatchSize = batch, Shuffle = false }),
            static (network, data, batch, rule, epochs) => FastestOf(epochs, () => ShufflingLoop(network, data, batch, rule)),
            static (network, data, batch, rule, epochs) => Fit(network, data, rule, epochs, new FitOptions { BatchSize = batch }),
            static (network, data, batch, rule, epochs) => Fit(network, data, rule, epochs, new FitOptions { BatchSize = batch, StopAtNonFiniteCost = false }),
        ];
        (INetwork Network, Optimizer Rule)[] trained = [.. ways.Select(_ => (create(), (Optimizer)new Adam()))];
        double[] fastest = [.. ways.Select(static _ => double.MaxValue)];
        INetwork first = trained[0].Network;
        Dataset data = Dataset.FromLabels(rows.Inputs, first.InputSize, rows.Labels, first.OutputSize).Slice(0, count);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeOfCase;)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                double time = ways[way](trained[way].Network, data, batch, trained[way].Rule, RowsOfRound / count);
                fastest[way] = Math.Min(fastest[way], time);
            }
        }

        double[] us = [.. fastest.Select(static seconds => seconds * 1e6)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}\t{count}\t{batch}\t{us[0]:0.0}\t{us[1]:0.0}\t{us[1] / us[0]:0.000}\t{us[2]:0.0}\t{us[3]:0.0}\t{us[3] / us[2]:0.000}\t{us[4]:0.0}\t{100 * ((us[3] / us[4]) - 1):0.0}"));
    }

    /// <summary>The first epoch, which prepares, does not count.</summary>
    private static double Fit(INetwork network, Dataset data, Optimizer rule, int epochs, FitOptions options)
        => network.Fit(data, options with { Epochs = epochs + 1, Optimizer = rule }).Epochs.Skip(1).Min(static epoch => epoch.Time.TotalSeconds);

    private static double FastestOf(int epochs, Action epoch)
    {
        double fastest = double.MaxValue;
        for (int i = 0; i < epochs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            epoch();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return fastest;
    }

    private static void Loop(INetwork network, Dataset data, int batch, Optimizer rule)
    {
        for (int first = 0; first < data.Count; first += batch)
        {
            int count = Math.Min(batch, data.Count - first);
            network.Train(data.Inputs.Slice(first * data.InputSize, count * data.InputSize), data.Labels.Slice(first, count), rule);
        }
    }

    private static void ShufflingLoop(INetwork network, Dataset data, int batch, Optimizer rule)
    {
        int width = data.InputSize;
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new RandomSource(Seed).Shuffle<int>(order);
        float[] inputs = new float[batch * width];
        int[] labels = new int[batch];
        for (int first = 0; first < data.Count; first += batch)
        {
            int count = Math.Min(batch, data.Count - first);
            for (int i = 0; i < count; i++)
            {
                int row = order[first + i];
                data.Inputs.Slice(row * width, width).CopyTo(inputs.AsSpan(i * width));
                labels[i] = data.Labels[row];
            }

            network.Train(inputs.AsSpan(0, count * width), labels.AsSpan(0, count), rule);
        }
    }
}
