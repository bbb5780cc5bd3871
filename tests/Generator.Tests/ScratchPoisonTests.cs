using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backprop.Generator.Tests.Support;
using Backprop.Memory;
using Backprop.Reference;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>
/// No pass reads what it has not written: whatever the workspace and the stack hold before a call, the same bits come out. All bits
/// zero would hide a read, all bits one is a quiet NaN, and a signalling NaN shows itself where a maximum drops the quiet one.
/// </summary>
[Collection(nameof(GeneratedNetworks))]
public sealed class ScratchPoisonTests(GeneratedNetworks networks)
{
    private const uint SignallingNaN = 0x7FA0_0001;

    private static readonly uint[] Poisons = { 0, uint.MaxValue, SignallingNaN, 0x7F7F_FFFF };

    public static IEnumerable<object[]> Numbers => Enumerable.Range(0, 80).Select(static k => new object[] { k });

    [Theory]
    [MemberData(nameof(Numbers))]
    public void TheSameBitsComeFromAnyScratch(int number)
    {
        Topology topology = networks.Topologies[number];
        foreach (int batch in new[] { 1, 2, 33 })
        {
            Rows rows = new(topology, batch);
            string[] results = Poisons.Select(poison => Hash(networks.Create(number), topology, rows, poison)).Distinct().ToArray();
            Assert.Single(results);
            Assert.DoesNotContain("NaN", results[0]);
        }
    }

    /// <summary>The bits of everything that every verb gives, as text.</summary>
    private static string Hash(INetwork network, Topology topology, Rows rows, uint poison)
    {
        Span<float> workspace = WorkspaceOf(network);
        float[] outputs = new float[rows.Count * topology.OutputSize];
        float[] dx = new float[rows.Inputs.Length];
        float[] costs = new float[7];
        Sgd optimizer = new(0.01f);

        Before(workspace, poison);
        network.Forward(rows.Inputs, outputs);
        Before(workspace, poison);
        costs[0] = network.Predict(rows.Inputs.AsSpan(0, topology.InputSize));
        Before(workspace, poison);
        costs[1] = network.Cost(rows.Inputs, rows.Targets);
        Before(workspace, poison);
        costs[2] = network.Cost(rows.Inputs, rows.Labels);
        Before(workspace, poison);
        costs[3] = network.Backward(rows.Inputs, rows.Targets, dx);
        Before(workspace, poison);
        costs[4] = network.Backward(rows.Inputs, rows.Labels);
        Before(workspace, poison);
        network.BackwardFromOutput(rows.Inputs, rows.OutputGradients);
        string gradients = Bits(network.Gradients);
        Before(workspace, poison);
        costs[5] = network.Train(rows.Inputs, rows.Targets, optimizer);
        Before(workspace, poison);
        costs[6] = network.Train(rows.Inputs, rows.Labels, optimizer);
        return string.Join('\n', Bits(outputs), Bits(dx), Bits(costs), gradients, Bits(network.Parameters));
    }

    private static void Before(Span<float> workspace, uint poison)
    {
        MemoryMarshal.Cast<float, uint>(workspace).Fill(poison);
        PoisonStack(poison);
    }

    /// <summary>The next call finds its stack memory here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PoisonStack(uint poison)
    {
        Span<uint> stack = stackalloc uint[16 * 1024];
        stack.Fill(poison);
        GC.KeepAlive(stack[^1] == 1 ? string.Empty : null);
    }

    private static string Bits(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (float.IsNaN(value))
            {
                return "NaN";
            }
        }

        return Convert.ToHexString(MemoryMarshal.AsBytes(values));
    }

    private static Span<float> WorkspaceOf(INetwork network)
    {
        object core = Field(network, "_backprop");
        return ((Workspace)Field(core, "_workspace")).Span;
    }

    /// <summary>The core of a network without dropout has its fields in a base class.</summary>
    private static object Field(object instance, string name)
    {
        Type type = instance.GetType();
        while (type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic) is null)
        {
            type = type.BaseType!;
        }

        return type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(instance)!;
    }
}
