using System;
using System.Linq;
using System.Numerics;

namespace Backprop.Reference;

/// <summary>
/// What a training step drops, as <c>docs/determinism.md</c> defines it, one number at a time: Threefry4x32-20 in the loops of its paper.
/// </summary>
public static class DropoutDraws
{
    private static readonly int[][] Rotations = [[10, 26], [11, 21], [13, 27], [23, 5], [6, 20], [17, 11], [25, 10], [18, 20]];

    /// <summary>For each row of a step what the outputs of the hidden neurons are multiplied by: 0, or 1 / (1 − rate).</summary>
    public static double[][] Factors(Topology topology, float rate, ulong seed, ulong step, int rows)
    {
        uint[] key = [(uint)seed, (uint)(seed >> 32), (uint)step, (uint)(step >> 32)];
        double dropped = Math.Floor((rate * (double)(1 << 24)) + 0.5) / (1 << 24);
        return Enumerable.Range(0, rows)
            .Select(row => Enumerable.Range(0, topology.HiddenNeurons)
                .Select(neuron => Uniform(Threefry([(uint)neuron, (uint)(row / 4), 0, 0], key)[row % 4]) < dropped ? 0 : 1 / (1 - dropped))
                .ToArray())
            .ToArray();
    }

    /// <summary>The four random words of a counter.</summary>
    public static uint[] Threefry(uint[] counter, uint[] key)
    {
        uint[] keys = [.. key, 0x1BD11BDA ^ key[0] ^ key[1] ^ key[2] ^ key[3]];
        uint[] x = counter.Zip(key, static (word, k) => word + k).ToArray();
        for (int round = 0; round < 20; round++)
        {
            // Two pairs are mixed; the odd words change places between two rounds.
            (int first, int second) = round % 2 == 0 ? (1, 3) : (3, 1);
            x[0] += x[first];
            x[first] = BitOperations.RotateLeft(x[first], Rotations[round % 8][0]) ^ x[0];
            x[2] += x[second];
            x[second] = BitOperations.RotateLeft(x[second], Rotations[round % 8][1]) ^ x[2];
            if (round % 4 == 3)
            {
                int injection = (round / 4) + 1;
                for (int i = 0; i < 4; i++)
                {
                    x[i] += keys[(injection + i) % 5];
                }

                x[3] += (uint)injection;
            }
        }

        return x;
    }

    /// <summary>A word as a number of [0, 1): its upper 24 bits, of which the highest is a sign of two's complement.</summary>
    private static double Uniform(uint word) => (((int)word >> 8) + (1 << 23)) / (double)(1 << 24);
}
