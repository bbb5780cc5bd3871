using System;

namespace Backprop.Benchmarks;

/// <summary>Random rows for a network: inputs and targets of 0 … 1, and a label a row.</summary>
internal sealed class Rows
{
    public Rows(INetwork network, int count)
    {
        var random = new RandomSource(1);
        Inputs = Fill(random, count * network.InputSize);
        Targets = Fill(random, count * network.OutputSize);
        Outputs = new float[count * network.OutputSize];
        Labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            Labels[i] = random.NextInt32(network.OutputSize);
        }

        InputRows = Split(Inputs, network.InputSize);
        TargetRows = Split(Targets, network.OutputSize);
        OneOfN = new float[count][];
        for (int i = 0; i < count; i++)
        {
            OneOfN[i] = new float[network.OutputSize];
            OneOfN[i][Labels[i]] = 1;
        }
    }

    public float[] Inputs { get; }

    public float[] Targets { get; }

    public float[] Outputs { get; }

    public int[] Labels { get; }

    /// <summary>The same inputs as the scalar network wants them: an array a row.</summary>
    public float[][] InputRows { get; }

    public float[][] TargetRows { get; }

    /// <summary>The labels as targets: 1 at the label, 0 elsewhere.</summary>
    public float[][] OneOfN { get; }

    private static float[] Fill(RandomSource random, int length)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = random.NextSingle();
        }

        return values;
    }

    private static float[][] Split(float[] values, int size)
    {
        float[][] rows = new float[values.Length / size][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = values.AsSpan(i * size, size).ToArray();
        }

        return rows;
    }
}
