using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Backprop.Probe;

/// <summary>
/// Trains each network with each optimizer, in batches of several sizes, and prints a hash of all that came of it, and the cost at the end.
/// </summary>
internal static class Bits
{
    private const int Steps = 200;
    private const int Rows = 130;

    // The FNV-1a hash (Fowler, Noll, Vo): .NET's own call a native library, which an emulated processor may lack.
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private static readonly int[] BatchSizes = [1, 7, 33, 97, Rows];

    public static void Print(TrainingThreads? threads)
    {
        Print("dense", static () => new Dense(1), threads);
        Print("sparse", static () => new Sparse(7), threads, zeros: 0.8f);
        Print("tiny", static () => new Tiny(2), threads);
        Print("deep", static () => new Deep(3), threads);
        Print("softmax", static () => new SoftmaxClassifier(4), threads);
        Print("softmax-jacobian", static () => new Mixture(5), threads);
        Print("no-bias", static () => new NoBias(6), threads);
        Print("dropout", static () => new Dropped(8), threads);
    }

    /// <param name="zeros">The share of the inputs that are zero.</param>
    private static void Print(string name, Func<INetwork> create, TrainingThreads? threads, float zeros = 0f)
    {
        Print(name, "sgd", create, new Sgd(0.05f), zeros, threads);
        Print(name, "momentum", create, new Sgd(0.01f, 0.9f), zeros, threads);
        Print(name, "nesterov", create, new Sgd(0.01f, 0.9f, nesterov: true), zeros, threads);
        Print(name, "adam", create, new Adam(0.01f), zeros, threads);
    }

    private static void Print(string name, string rule, Func<INetwork> create, Optimizer optimizer, float zeros, TrainingThreads? threads)
    {
        INetwork network = create();
        network.Threads = threads;
        int runs = threads?.Runs ?? 0;
        RandomSource random = new(17);
        float[] inputs = new float[Rows * network.InputSize];
        float[] targets = new float[Rows * network.OutputSize];
        int[] labels = new int[Rows];
        Fill(inputs, random, -1f, 1f);
        Fill(targets, random, 0f, 1f);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = random.NextInt32(network.OutputSize);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = random.NextSingle(0f, 1f) < zeros ? 0f : inputs[i];
        }

        float[] costs = new float[Steps];
        for (int step = 0; step < Steps; step++)
        {
            int rows = BatchSizes[step % BatchSizes.Length];
            ReadOnlySpan<float> x = inputs.AsSpan(0, rows * network.InputSize);
            costs[step] = step % 2 == 0
                ? network.Train(x, labels.AsSpan(0, rows), optimizer)
                : network.Train(x, targets.AsSpan(0, rows * network.OutputSize), optimizer);
        }

        // Canonical order: the layout in memory is no part of the promise.
        float[] parameters = new float[network.ParameterCount];
        float[] gradients = new float[network.ParameterCount];
        float[] outputs = new float[targets.Length];
        float[] inputGradients = new float[inputs.Length];
        network.CopyParametersTo(parameters);
        network.Forward(inputs, outputs);
        network.Backward(inputs, targets, inputGradients);
        network.CopyGradientsTo(gradients);

        float cost = network.Cost(inputs, targets);
        if (!float.IsFinite(cost))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{name} {rule}: expected a finite cost, got {cost}"));
        }

        if (threads is { Count: > 1 } && threads.Runs - runs <= Steps / 2)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{name} {rule}: expected threads at work, got {threads.Runs - runs} runs"));
        }

        ulong hash = FnvOffset;
        foreach (float[] values in new[] { costs, parameters, gradients, outputs, inputGradients, [cost] })
        {
            foreach (byte value in MemoryMarshal.AsBytes(values.AsSpan()))
            {
                hash = (hash ^ value) * FnvPrime;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {rule}\t{hash:X16}\t{cost:G9}"));
    }

    private static void Fill(Span<float> values, RandomSource random, float low, float high)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle(low, high);
        }
    }
}
