using System;
using System.Globalization;

namespace Backprop.Probe;

/// <summary>
/// Runs each verb ten thousand times and prints the bytes that the thread, and the whole process, allocated meanwhile: a process of
/// its own, because a test runner allocates on other threads.
/// </summary>
internal static class Allocations
{
    private const int Repetitions = 10_000;

    private static readonly float[] Inputs = new float[100 * 6];
    private static readonly float[] Targets = new float[100 * 4];
    private static readonly float[] Outputs = new float[100 * 4];
    private static readonly float[] InputGradients = new float[100 * 6];
    private static readonly int[] Labels = new int[100];

    public static void Print()
    {
        Small network = new(1);
        SmallDropped dropped = new(1);
        float[] parameters = new float[Small.ParameterCount];
        (string, Optimizer)[] optimizers =
        [
            ("sgd", new Sgd(0.01f)),
            ("momentum", new Sgd(0.01f, 0.9f)),
            ("nesterov", new Sgd(0.01f, 0.9f, nesterov: true)),
            ("adam", new Adam()),
        ];
        foreach ((string rule, Optimizer optimizer) in optimizers)
        {
            foreach (int rows in new[] { 1, 7, 100 })
            {
                string what = string.Create(CultureInfo.InvariantCulture, $"{rows}-{rule}");
                Print("train-targets-" + what, () => network.Train(X(rows), Y(rows), optimizer));
                Print("train-labels-" + what, () => network.Train(X(rows), L(rows), optimizer));
                Print("train-dropout-" + what, () => dropped.Train(X(rows), L(rows), optimizer));
            }
        }

        foreach (int rows in new[] { 1, 7, 100 })
        {
            string what = rows.ToString(CultureInfo.InvariantCulture);
            Print("forward-" + what, () => network.Forward(X(rows), Outputs.AsSpan(0, rows * 4)));
            Print("cost-targets-" + what, () => network.Cost(X(rows), Y(rows)));
            Print("cost-labels-" + what, () => network.Cost(X(rows), L(rows)));
            Print("backward-targets-" + what, () => network.Backward(X(rows), Y(rows)));
            Print("backward-labels-" + what, () => network.Backward(X(rows), L(rows)));
            Print("backward-inputs-targets-" + what, () => network.Backward(X(rows), Y(rows), InputGradients.AsSpan(0, rows * 6)));
            Print("backward-inputs-labels-" + what, () => network.Backward(X(rows), L(rows), InputGradients.AsSpan(0, rows * 6)));
            Print("backward-output-" + what, () => network.BackwardFromOutput(X(rows), Y(rows)));
            Print("backward-output-inputs-" + what, () => network.BackwardFromOutput(X(rows), Y(rows), InputGradients.AsSpan(0, rows * 6)));
        }

        using (TrainingThreads threads = new(2) { LeastWork = 0, LeastShareRows = 0 })
        {
            network.Threads = threads;
            dropped.Threads = threads;
            foreach ((string rule, Optimizer optimizer) in optimizers)
            {
                Print("two-threads-train-" + rule, () => network.Train(X(100), Y(100), optimizer));
                Print("two-threads-train-dropout-" + rule, () => dropped.Train(X(100), Y(100), optimizer));
            }

            Print("two-threads-forward", () => network.Forward(X(100), Outputs));
            Print("two-threads-cost", () => network.Cost(X(100), L(100)));
            Print("two-threads-backward", () => network.Backward(X(100), Y(100), InputGradients));
            network.Threads = null;
            dropped.Threads = null;
        }

        Print("predict", () => network.Predict(X(1)));
        Print("zero-gradients", () => network.ZeroGradients());
        Print("initialize", () => network.Initialize(3));
        Print("copy-parameters", () => network.CopyParametersTo(parameters));
        Print("load-parameters", () => network.LoadParameters(parameters));
        Print("copy-gradients", () => network.CopyGradientsTo(parameters));
        Print("weight", () => network.Weight(1, 2, 3) += 1f);
        Print("bias", () => network.Bias(2, 1) += 1f);

        // A control: this one must show.
        Print("control", () => GC.KeepAlive(new byte[8]));

        // Last: each training allocates before its first epoch, and the collections that follow are not for the others to see.
        foreach ((string rule, Optimizer optimizer) in optimizers)
        {
            PrintFit("fit-targets-" + rule, Dataset.FromTargets(Inputs, 6, Targets, 4), optimizer, null);
            PrintFit("fit-labels-" + rule, Dataset.FromLabels(Inputs, 6, Labels, 4), optimizer, null);
        }

        using (TrainingThreads threads = new(2) { LeastWork = 0, LeastShareRows = 0 })
        {
            PrintFit("two-threads-fit", Dataset.FromLabels(Inputs, 6, Labels, 4), new Adam(), threads);
        }
    }

    private static ReadOnlySpan<float> X(int rows) => Inputs.AsSpan(0, rows * 6);

    private static ReadOnlySpan<float> Y(int rows) => Targets.AsSpan(0, rows * 4);

    private static ReadOnlySpan<int> L(int rows) => Labels.AsSpan(0, rows);

    /// <summary>The epochs of a training from the second on, with all that can be measured beside it.</summary>
    /// <remarks>
    /// The least of three trainings: they take long enough for the runtime to allocate something of its own, once a process, as when
    /// tiered compilation starts its thread. What an epoch allocates is in all three.
    /// </remarks>
    private static void PrintFit(string name, Dataset data, Optimizer optimizer, TrainingThreads? threads)
    {
        (long thread, long process) = (long.MaxValue, long.MaxValue);
        for (int training = 0; training < 3; training++)
        {
            EpochAllocations recorder = new();
            new Small(1).Fit(data, new FitOptions
            {
                Epochs = 500,
                BatchSize = 7,
                Optimizer = optimizer,
                ValidationFraction = 0.2,
                TrainMetrics = true,
                EarlyStopping = new EarlyStopping { Patience = 500 },
                TargetCost = -1,
                TimeLimit = TimeSpan.FromHours(1),
                Progress = recorder,
                Threads = threads,
            });
            (thread, process) = (Math.Min(thread, recorder.Thread), Math.Min(process, recorder.Process));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{thread} {process}"));
    }

    /// <summary>The least of three times: what the runtime allocates for itself, once, on a thread of its own, is not in all of them.</summary>
    private static void Print(string name, Action verb)
    {
        verb();
        (long thread, long process) = (long.MaxValue, long.MaxValue);
        for (int time = 0; time < 3 && process > 0; time++)
        {
            long processBefore = GC.GetTotalAllocatedBytes(precise: true);
            long threadBefore = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Repetitions; i++)
            {
                verb();
            }

            thread = Math.Min(thread, GC.GetAllocatedBytesForCurrentThread() - threadBefore);
            process = Math.Min(process, GC.GetTotalAllocatedBytes(precise: true) - processBefore);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{thread} {process}"));
    }
}
