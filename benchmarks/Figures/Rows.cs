using System;
using System.IO;

namespace Backprop.Figures;

/// <summary>Rows for a network: the same in every run.</summary>
internal sealed class Rows
{
    private Rows(float[] inputs, float[] targets, int[] labels, float[] outputs)
    {
        Inputs = inputs;
        Targets = targets;
        Labels = labels;
        Outputs = outputs;
    }

    public float[] Inputs { get; }

    public float[] Targets { get; }

    public int[] Labels { get; }

    /// <summary>Room for the outputs of all rows.</summary>
    public float[] Outputs { get; }

    public int Count => Labels.Length;

    /// <summary>Inputs and targets of 0 … 1, none of them zero.</summary>
    public static Rows Random(INetwork network, int count)
    {
        var random = new RandomSource(1);
        float[] inputs = new float[count * network.InputSize];
        float[] targets = new float[count * network.OutputSize];
        int[] labels = new int[count];
        Fill(inputs, random);
        Fill(targets, random);
        foreach (ref int label in labels.AsSpan())
        {
            label = random.NextInt32(network.OutputSize);
        }

        return new Rows(inputs, targets, labels, new float[targets.Length]);
    }

    /// <summary>The first handwritten digits of MNIST's test set: four of five pixels are zero.</summary>
    public static Rows Mnist(int count)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "data");
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        int[] labels = IdxFile.ReadLabels(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"))[..count];
        float[] targets = new float[count * 10];
        for (int i = 0; i < count; i++)
        {
            targets[(i * 10) + labels[i]] = 1;
        }

        return new Rows(images.ToSingle()[..(count * images.PixelsPerImage)], targets, labels, new float[targets.Length]);
    }

    private static void Fill(float[] values, RandomSource random)
    {
        foreach (ref float value in values.AsSpan())
        {
            value = random.NextSingle() + float.Epsilon;
        }
    }
}
