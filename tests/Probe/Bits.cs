using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Backprop.Probe;

/// <summary>Trains each network with each optimizer, in batches of several sizes, and prints a hash of the parameters it ends with.</summary>
internal static class Bits
{
    private const int Steps = 200;
    private const int Rows = 130;

    // The FNV-1a hash (Fowler, Noll, Vo): .NET's own call a native library, which an emulated processor may lack.
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private static readonly int[] BatchSizes = [1, 7, 33, 97, Rows];

    public static void Print()
    {
        Print("dense", static () => new Dense(1));
        Print("tiny", static () => new Tiny(2));
        Print("deep", static () => new Deep(3));
        Print("classifier", static () => new Classifier(4));
        Print("mixture", static () => new Mixture(5));
        Print("no-bias", static () => new NoBias(6));
    }

    private static void Print(string name, Func<INetwork> create)
    {
        Print(name, "sgd", create(), new Sgd(0.05f));
        Print(name, "momentum", create(), new Sgd(0.01f, 0.9f));
        Print(name, "nesterov", create(), new Sgd(0.01f, 0.9f, nesterov: true));
        Print(name, "adam", create(), new Adam(0.01f));
    }

    private static void Print(string name, string rule, INetwork network, Optimizer optimizer)
    {
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

        float[] costs = new float[Steps];
        for (int step = 0; step < Steps; step++)
        {
            int rows = BatchSizes[step % BatchSizes.Length];
            ReadOnlySpan<float> x = inputs.AsSpan(0, rows * network.InputSize);
            costs[step] = step % 2 == 0
                ? network.Train(x, labels.AsSpan(0, rows), optimizer)
                : network.Train(x, targets.AsSpan(0, rows * network.OutputSize), optimizer);
        }

        float[] outputs = new float[targets.Length];
        float[] inputGradients = new float[inputs.Length];
        network.Forward(inputs, outputs);
        network.Backward(inputs, targets, inputGradients);

        float cost = network.Cost(inputs, targets);
        if (!float.IsFinite(cost))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{name} {rule}: expected a finite cost, got {cost}"));
        }

        ulong hash = FnvOffset;
        foreach (ReadOnlySpan<float> values in new[] { costs, network.Parameters.ToArray(), network.Gradients.ToArray(), outputs, inputGradients, [cost] })
        {
            foreach (byte value in MemoryMarshal.AsBytes(values))
            {
                hash = (hash ^ value) * FnvPrime;
            }
        }

        Console.WriteLine($"{name} {rule}\t{hash:X16}");
    }

    private static void Fill(Span<float> values, RandomSource random, float low, float high)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle(low, high);
        }
    }
}
