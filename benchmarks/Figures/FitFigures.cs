using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Backprop.Figures;

/// <summary>
/// An epoch of <c>Fit</c> beside the loops it stands for: <c>Train</c> calls on the rows as they lie; and on rows that are shuffled and copied to
/// a batch, which is what a program without <c>Fit</c> does.
/// </summary>
internal static class FitFigures
{
    private const int Rounds = 8;
    private const int EpochsOfRound = 3;
    private const ulong Seed = 1;

    public static void Print()
    {
        Console.WriteLine("network\trows\tbatch\tloop_microseconds\tcopying_loop_microseconds\tfit_microseconds\tfit_per_loop\tfit_per_copying_loop");
        Rows digits = Rows.Mnist(10_000);
        Measure("784-16-10 sigmoid", static () => new Digits(Seed), digits, 32);
        Measure("784-128-10 ReLU-softmax", static () => new WideDigits(Seed), digits, 128);
        Measure("784-128-10 ReLU-softmax", static () => new WideDigits(Seed), digits, 32);
        Measure("4-32-16-4 tanh", static () => new Regression(Seed), Rows.Random(new Regression(), 10_000), 32);
    }

    private static void Measure(string name, Func<INetwork> create, Rows rows, int batch)
    {
        INetwork byLoop = create();
        INetwork byCopies = create();
        INetwork byFit = create();
        Dataset data = Dataset.FromLabels(rows.Inputs, byFit.InputSize, rows.Labels, byFit.OutputSize);
        (double loop, double copies, double fit) = (double.MaxValue, double.MaxValue, double.MaxValue);
        Optimizer loopRule = new Adam(), copiesRule = new Adam(), fitRule = new Adam();
        for (int round = 0; round < Rounds; round++)
        {
            for (int epoch = 0; epoch < EpochsOfRound; epoch++)
            {
                loop = Math.Min(loop, Time(() => Loop(byLoop, rows, batch, loopRule)));
                copies = Math.Min(copies, Time(() => CopyingLoop(byCopies, rows, batch, copiesRule)));
            }

            TrainingHistory history = byFit.Fit(data, new FitOptions { Epochs = EpochsOfRound + 1, BatchSize = batch, Optimizer = fitRule });
            fit = Math.Min(fit, history.Epochs.Min(static epoch => epoch.Time.TotalSeconds));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}\t{rows.Count}\t{batch}\t{loop * 1e6:0}\t{copies * 1e6:0}\t{fit * 1e6:0}\t{fit / loop:0.000}\t{fit / copies:0.000}"));
    }

    private static void Loop(INetwork network, Rows rows, int batch, Optimizer rule)
    {
        for (int first = 0; first < rows.Count; first += batch)
        {
            int count = Math.Min(batch, rows.Count - first);
            network.Train(rows.Inputs.AsSpan(first * network.InputSize, count * network.InputSize), rows.Labels.AsSpan(first, count), rule);
        }
    }

    private static void CopyingLoop(INetwork network, Rows rows, int batch, Optimizer rule)
    {
        int width = network.InputSize;
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new RandomSource(Seed).Shuffle<int>(order);
        float[] inputs = new float[batch * width];
        int[] labels = new int[batch];
        for (int first = 0; first < rows.Count; first += batch)
        {
            int count = Math.Min(batch, rows.Count - first);
            for (int i = 0; i < count; i++)
            {
                int row = order[first + i];
                rows.Inputs.AsSpan(row * width, width).CopyTo(inputs.AsSpan(i * width));
                labels[i] = rows.Labels[row];
            }

            network.Train(inputs.AsSpan(0, count * width), labels.AsSpan(0, count), rule);
        }
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
