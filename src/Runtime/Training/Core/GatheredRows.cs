using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Backprop.Memory;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>
/// The inputs and targets of blocks whose rows lie here and there in a data set. A block is gathered by the thread that works on it, just
/// before it does, and stays until its gradient is taken.
/// </summary>
internal sealed unsafe class GatheredRows(int inputSize, int outputSize)
{
    private const int CacheLine = 16;

    private AlignedBuffer _inputs = new(0);
    private AlignedBuffer _targets = new(0);
    private int[] _labels = [];
    private int _rows;
    private int _slots;

    /// <summary>Makes room for blocks of so many rows; allocates where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Reserve(int slots, int rows, bool areLabels)
    {
        if (rows > _rows || slots > _slots)
        {
            (rows, slots) = (Math.Max(rows, _rows), Math.Max(slots, _slots));
            _inputs = new AlignedBuffer(checked(slots * rows * inputSize));
            (_targets, _labels) = (new AlignedBuffer(0), []);

            // Last: should there be no memory, nothing claims to have it.
            (_rows, _slots) = (rows, slots);
        }

        if (areLabels && _labels.Length == 0)
        {
            _labels = new int[_slots * _rows];
        }
        else if (!areLabels && _targets.Span.IsEmpty)
        {
            _targets = new AlignedBuffer(checked(_slots * _rows * outputSize));
        }
    }

    /// <summary>The inputs of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float InputsAt(nuint slot) => ref Unsafe.Add(ref _inputs.Reference, slot * (nuint)(_rows * inputSize));

    /// <summary>Copies rows to the memory of a block.</summary>
    /// <param name="slot">The block.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="following">Rows that will be wanted soon.</param>
    /// <param name="inputs">The inputs of all rows.</param>
    /// <param name="targets">The targets or labels of all rows.</param>
    /// <returns>The targets or labels of the block.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Targets Gather(nuint slot, ReadOnlySpan<int> rows, ReadOnlySpan<int> following, float* inputs, in Targets targets)
    {
        ref float x = ref InputsAt(slot);
        for (int i = 0; i < rows.Length; i++)
        {
            CopyRow(inputs + ((nint)rows[i] * inputSize), ref Unsafe.Add(ref x, (nint)i * inputSize), (nuint)inputSize);
            if (i < following.Length)
            {
                Fetch(inputs + ((nint)following[i] * inputSize));
            }
        }

        int first = (int)slot * _rows;
        if (!targets.Labels.IsEmpty)
        {
            Span<int> labels = _labels.AsSpan(first, rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                labels[i] = CheckedLabel(targets.Labels[rows[i]], rows[i]);
            }

            return Targets.FromLabels(labels);
        }

        Span<float> values = _targets.Span.Slice(first * outputSize, rows.Length * outputSize);
        for (int i = 0; i < rows.Length; i++)
        {
            targets.Values.Slice(rows[i] * outputSize, outputSize).CopyTo(values[(i * outputSize)..]);
        }

        return Targets.FromRows(values);
    }

    /// <summary>A data set checks its labels once, but an array that it was made of may have been changed since; a label is an index into memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CheckedLabel(int label, int row)
    {
        if ((uint)label >= (uint)outputSize)
        {
            ThrowLabel(label, row);
        }

        return label;
    }

    [DoesNotReturn]
    private void ThrowLabel(int label, int row)
        => throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"Expected labels from 0 to {outputSize - 1}, got {label} in row {row}: the labels of the data set were changed."));

    // No processor foresees which row comes next in a random order. Only a hint: it changes no result, and does nothing where there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fetch(float* row)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < inputSize; i += CacheLine)
            {
                Sse.Prefetch1(row + i);
            }
        }
    }

    // In place of a call that copies memory, which would take longer than a short row does. The last vector may overlap the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(float* source, ref float destination, nuint count)
    {
        if (count >= 8)
        {
            for (nuint i = 0; i < count - 8; i += 8)
            {
                Vector256.Load(source + i).StoreUnsafe(ref destination, i);
            }

            Vector256.Load(source + count - 8).StoreUnsafe(ref destination, count - 8);
        }
        else if (count >= 4)
        {
            Vector128.Load(source).StoreUnsafe(ref destination);
            Vector128.Load(source + count - 4).StoreUnsafe(ref destination, count - 4);
        }
        else
        {
            for (nuint i = 0; i < count; i++)
            {
                Unsafe.Add(ref destination, i) = source[i];
            }
        }
    }
}
