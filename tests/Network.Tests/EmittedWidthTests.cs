using System;
using System.Linq;
using Backprop.Numerics;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// The emitted passes of every width give the same bits in one process. <see cref="BitEqualityTests"/> compares whole trainings, but
/// on x64 the switch that leaves 128 bits alone takes the fused multiply-add away with the wider vectors; here 128 bits have it.
/// </summary>
public sealed class EmittedWidthTests
{
    private static readonly int[] Widths = [256, 128];

    public static TheoryData<Type> Networks => new(typeof(OddNet), typeof(MediumNet), typeof(SoftmaxNet), typeof(TanhNet));

    public static TheoryData<Type, int> NetworksAndRows
    {
        get
        {
            var data = new TheoryData<Type, int>();
            foreach (Type network in new[] { typeof(OddNet), typeof(MediumNet), typeof(SoftmaxNet), typeof(TanhNet) })
            {
                foreach (int rows in new[] { 1, 7, 50 })
                {
                    data.Add(network, rows);
                }
            }

            return data;
        }
    }

    [FusedMultiplyAddTheory]
    [MemberData(nameof(Networks))]
    public void OneRowHasTheSameBitsAtEveryWidth(Type network)
    {
        Subject subject = Subject.Randomized(network, 1);
        float[] input = subject.Inputs(2, 1);
        float[] targets = subject.Targets(3, 1);
        int[] labels = subject.Labels(4, 1);
        EmittedWidth widest = new(subject.Network, 512);

        // The network's own pass: so that the ones compared are those that the network runs.
        Assert.Equal(Bits.Of(subject.Forward(input)), widest.ForwardRow(input));
        foreach (EmittedWidth width in Widths.Select(bits => new EmittedWidth(subject.Network, bits)))
        {
            Assert.Equal(widest.ForwardRow(input), width.ForwardRow(input));
            Assert.Equal(widest.BackwardRow(input, Targets.FromRows(targets), 0.3f, 1), width.BackwardRow(input, Targets.FromRows(targets), 0.3f, 1));
            Assert.Equal(widest.BackwardRow(input, Targets.FromLabels(labels), 1, -0.1f), width.BackwardRow(input, Targets.FromLabels(labels), 1, -0.1f));
            Assert.Equal(widest.BackwardRow(input, Targets.FromOutputGradients(targets), 1, 1), width.BackwardRow(input, Targets.FromOutputGradients(targets), 1, 1));
        }
    }

    [FusedMultiplyAddTheory]
    [MemberData(nameof(NetworksAndRows))]
    public void ABlockHasTheSameBitsAtEveryWidth(Type network, int wanted)
    {
        Subject subject = Subject.Randomized(network, 5);
        EmittedWidth widest = new(subject.Network, 512);
        int rows = Math.Min(wanted, widest.BlockRows);
        float[] inputs = subject.Inputs(6, rows);
        float[] targets = subject.Targets(7, rows);
        int[] labels = subject.Labels(8, rows);

        Assert.Equal(Bits.Of(subject.Forward(inputs)), widest.Forward(inputs));
        foreach (EmittedWidth width in Widths.Select(bits => new EmittedWidth(subject.Network, bits)))
        {
            Assert.Equal(widest.Forward(inputs), width.Forward(inputs));
            Assert.Equal(widest.Backward(inputs, Targets.FromRows(targets), 0.3f), width.Backward(inputs, Targets.FromRows(targets), 0.3f));
            Assert.Equal(widest.Backward(inputs, Targets.FromLabels(labels), 1), width.Backward(inputs, Targets.FromLabels(labels), 1));
            Assert.Equal(widest.Backward(inputs, Targets.FromOutputGradients(targets), 1), width.Backward(inputs, Targets.FromOutputGradients(targets), 1));
        }
    }
}
