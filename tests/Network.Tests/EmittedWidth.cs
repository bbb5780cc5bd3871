using System;
using System.Reflection;
using System.Runtime.InteropServices;
using Backprop.Memory;
using Backprop.Numerics;
using Backprop.Training;

namespace Backprop.Network.Tests;

/// <summary>The emitted passes of a network at one vector width, whichever width the processor would choose.</summary>
internal sealed unsafe class EmittedWidth
{
    private readonly Type _passes;
    private readonly INetworkKernels _kernels;
    private readonly AlignedBuffer _parameters;
    private readonly AlignedBuffer _workspace;
    private readonly AlignedBuffer _transposed;

    /// <summary>The passes of <paramref name="network"/> at <paramref name="bits"/> bits.</summary>
    public EmittedWidth(INetwork network, int bits)
    {
        Type kernels = network.GetType().GetNestedType("Kernels", BindingFlags.NonPublic)!;
        _passes = kernels.GetNestedType("Width" + bits, BindingFlags.NonPublic)!;
        _kernels = (INetworkKernels)Activator.CreateInstance(kernels)!;
        _parameters = new AlignedBuffer(_kernels.Layout.Length);
        _workspace = new AlignedBuffer(_kernels.BlockLength);
        _transposed = new AlignedBuffer(_kernels.TransposedLength);

        var canonical = new float[network.ParameterCount];
        network.CopyParametersTo(canonical);
        _kernels.Layout.CopyFromCanonical(canonical, _parameters.Span);
    }

    /// <summary>Rows of one block at most.</summary>
    public int BlockRows => _kernels.BlockRows;

    /// <summary>The bits of the outputs of one row.</summary>
    public int[] ForwardRow(float[] input)
    {
        ForwardRow(ref MemoryMarshal.GetArrayDataReference(input));
        return Outputs(1, 1);
    }

    /// <summary>The bits of the outputs of a block of rows.</summary>
    public int[] Forward(float[] inputs)
    {
        Poison();
        nuint rows = Rows(inputs);
        Forward(ref MemoryMarshal.GetArrayDataReference(inputs), rows);
        return Outputs((int)rows, BlockRows);
    }

    /// <summary>The bits of cost, gradients and input gradients of a block of rows; of a step with dropout, which gives no input gradients, zeros for those.</summary>
    public long[] Backward(float[] inputs, Targets targets, float scale, Dropout? dropout = null)
    {
        Poison();
        nuint rows = Rows(inputs);
        ref float x = ref MemoryMarshal.GetArrayDataReference(inputs);
        var inputGradients = new float[inputs.Length];
        var gradients = new AlignedBuffer(_kernels.Layout.Length);
        var outputDelta = (delegate*<in Targets, nuint, nuint, float, ref float, nuint, ref float, void>)Pointer("OutputDelta");
        var transpose = (delegate*<ref float, ref float, int, int, void>)Pointer("Transpose");
        var deltas = (delegate*<ref float, nuint, ref float, ref float, ref float, ref float, void>)Pointer("Deltas");
        var gradient = (delegate*<nuint, ref float, nuint, ref float, ref float, bool, void>)Pointer("Gradient");

        transpose(ref _parameters.Reference, ref _transposed.Reference, 0, 1);
        if (dropout is Dropout draws)
        {
            var forward = (delegate*<ref float, nuint, nuint, ref float, ref float, in Dropout, void>)Pointer("ForwardWithDropout");
            forward(ref x, 3, rows, ref _parameters.Reference, ref _workspace.Reference, in draws);
        }
        else
        {
            Forward(ref x, rows);
        }

        var costs = new float[rows];
        outputDelta(in targets, 0, rows, scale, ref _workspace.Reference, (nuint)BlockRows, ref MemoryMarshal.GetArrayDataReference(costs));
        if (dropout is null)
        {
            deltas(ref x, rows, ref _parameters.Reference, ref _transposed.Reference, ref _workspace.Reference, ref MemoryMarshal.GetArrayDataReference(inputGradients));
        }
        else
        {
            var deltasWithDropout = (delegate*<nuint, ref float, ref float, void>)Pointer("DeltasWithDropout");
            deltasWithDropout(rows, ref _transposed.Reference, ref _workspace.Reference);
        }

        ReadOnlySpan<Strip> strips = _kernels.Layout.Strips;
        for (int i = 0; i < strips.Length; i++)
        {
            gradient((nuint)i, ref x, rows, ref _workspace.Reference, ref gradients.Span[strips[i].Offset], false);
        }

        return Results(costs, gradients, inputGradients);
    }

    /// <summary>The bits of cost, gradients and input gradients of one row.</summary>
    public long[] BackwardRow(float[] input, Targets targets, float scale, float factor)
    {
        ref float x = ref MemoryMarshal.GetArrayDataReference(input);
        var inputGradients = new float[input.Length];
        var gradients = new AlignedBuffer(_kernels.Layout.Length);
        var outputDelta = (delegate*<in Targets, nuint, nuint, float, ref float, nuint, ref float, void>)Pointer("OutputDelta");
        var backwardRow = (delegate*<ref float, ref float, ref float, ref float, float, ref float, void>)Pointer("BackwardRow");

        ForwardRow(ref x);
        var costs = new float[1];
        outputDelta(in targets, 0, 1, scale, ref _workspace.Reference, 1, ref costs[0]);
        backwardRow(ref x, ref _parameters.Reference, ref _workspace.Reference, ref gradients.Reference, factor, ref MemoryMarshal.GetArrayDataReference(inputGradients));
        return Results(costs, gradients, inputGradients);
    }

    private void ForwardRow(ref float x)
    {
        Poison();
        var forwardRow = (delegate*<ref float, ref float, ref float, void>)Pointer("ForwardRow");
        forwardRow(ref x, ref _parameters.Reference, ref _workspace.Reference);
    }

    private void Forward(ref float x, nuint rows)
    {
        var forward = (delegate*<ref float, nuint, ref float, ref float, nuint, void>)Pointer("Forward");
        forward(ref x, rows, ref _parameters.Reference, ref _workspace.Reference, (nuint)BlockRows);
    }

    private nuint Rows(float[] inputs)
    {
        int rows = inputs.Length / _kernels.InputSize;
        return rows <= BlockRows ? (nuint)rows : throw new ArgumentException($"expected at most {BlockRows} rows, got {rows}", nameof(inputs));
    }

    /// <summary>What an earlier pass left must not pass for a result.</summary>
    private void Poison() => _workspace.Span.Fill(float.NaN);

    private int[] Outputs(int rows, int capacity)
    {
        var outputs = new int[rows * _kernels.OutputSize];
        ReadOnlySpan<float> values = _workspace.Span[(_kernels.OutputOffset * capacity)..];
        for (int row = 0; row < rows; row++)
        {
            Bits.Of(values.Slice(row * _kernels.OutputStride, _kernels.OutputSize)).CopyTo(outputs, row * _kernels.OutputSize);
        }

        return outputs;
    }

    private long[] Results(float[] costs, AlignedBuffer gradients, float[] inputGradients)
    {
        var canonical = new float[_kernels.Layout.ParameterCount];
        _kernels.Layout.CopyToCanonical(gradients.Span, canonical);
        return
        [
            .. Array.ConvertAll(Bits.Of(costs), static bits => (long)bits),
            .. Array.ConvertAll(Bits.Of(canonical), static bits => (long)bits),
            .. Array.ConvertAll(Bits.Of(inputGradients), static bits => (long)bits),
        ];
    }

    private IntPtr Pointer(string name) =>
        _passes.GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.MethodHandle.GetFunctionPointer();
}
