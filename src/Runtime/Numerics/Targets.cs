using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backprop.Numerics;

/// <summary>
/// What the outputs of a call are compared with: target rows, class labels (one-hot rows that are never written out), or, in
/// their place, the gradient <c>∂C/∂a^L</c> of the caller's own cost function.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Targets
{
    private readonly ReadOnlySpan<float> _values;
    private readonly ReadOnlySpan<int> _labels;

    /// <summary>The parts of others put together again.</summary>
    /// <param name="values"><see cref="Values"/>.</param>
    /// <param name="labels"><see cref="Labels"/>.</param>
    /// <param name="areOutputGradients"><see cref="AreOutputGradients"/>.</param>
    internal Targets(ReadOnlySpan<float> values, ReadOnlySpan<int> labels, bool areOutputGradients)
    {
        _values = values;
        _labels = labels;
        AreOutputGradients = areOutputGradients;
    }

    /// <summary>Whether the values are <c>∂C/∂a^L</c>.</summary>
    public bool AreOutputGradients { get; }

    /// <summary>The rows; empty with labels.</summary>
    internal ReadOnlySpan<float> Values => _values;

    /// <summary>The labels; empty with rows.</summary>
    internal ReadOnlySpan<int> Labels => _labels;

    /// <summary>Target rows: <c>m × OutputSize</c> values.</summary>
    public static Targets FromRows(ReadOnlySpan<float> targets) => new(targets, default, areOutputGradients: false);

    /// <summary>Class labels: <c>m</c> of them.</summary>
    public static Targets FromLabels(ReadOnlySpan<int> labels) => new(default, labels, areOutputGradients: false);

    /// <summary>Rows of <c>∂C/∂a^L</c>: <c>m × OutputSize</c> values.</summary>
    public static Targets FromOutputGradients(ReadOnlySpan<float> outputGradients) => new(outputGradients, default, areOutputGradients: true);

    /// <summary>Writes rows to a block of rows of <paramref name="stride"/> floats: <paramref name="columns"/> of each, zeros in the padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CopyTo<TLanes, TVector>(nuint firstRow, nuint rows, int neurons, ref float destination, nuint stride, nuint columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (_labels.IsEmpty && stride == (nuint)neurons)
        {
            _values.Slice((int)firstRow * neurons, (int)rows * neurons).CopyTo(MemoryMarshal.CreateSpan(ref destination, (int)rows * neurons));
        }
        else if (stride >= (nuint)default(TLanes).Count)
        {
            CopyRows<TLanes, TVector>(firstRow, rows, neurons, ref destination, stride, columns);
        }
        else if (NarrowRows.Take256(stride))
        {
            CopyRows<Lanes256, Vector256<float>>(firstRow, rows, neurons, ref destination, stride, columns);
        }
        else
        {
            CopyRows<Lanes128, Vector128<float>>(firstRow, rows, neurons, ref destination, stride, columns);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void CopyRows<TLanes, TVector>(nuint firstRow, nuint rows, int neurons, ref float destination, nuint stride, nuint columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        if (!_labels.IsEmpty)
        {
            ref int label = ref Unsafe.Add(ref MemoryMarshal.GetReference(_labels), firstRow);
            for (nuint r = 0; r < rows; r++)
            {
                for (nuint c = 0; c < columns; c += (nuint)lanes.Count)
                {
                    lanes.Store(lanes.OneAt(Unsafe.Add(ref label, r) - (int)c), ref destination, (r * stride) + c);
                }
            }

            return;
        }

        nuint start = firstRow * (nuint)neurons;
        ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(_values), start);
        nuint last = columns - (nuint)lanes.Count;
        int inLast = neurons - (int)last;
        TVector isLastNeuron = lanes.FirstLanes(inLast);

        // The last vector of a row may reach into the next row. Where it would reach beyond the last one, it is cut.
        nuint available = (nuint)_values.Length - start;
        nuint row = 0;
        nuint from = last;
        nuint to = last;
        for (; row < rows && from + (nuint)lanes.Count <= available; row++)
        {
            for (nuint c = last; c > 0; c -= (nuint)lanes.Count)
            {
                lanes.Store(lanes.Load(in source, from - c), ref destination, to - c);
            }

            lanes.Store(lanes.And(lanes.Load(in source, from), isLastNeuron), ref destination, to);
            from += (nuint)neurons;
            to += stride;
        }

        for (; row < rows; row++)
        {
            for (nuint c = last; c > 0; c -= (nuint)lanes.Count)
            {
                lanes.Store(lanes.Load(in source, from - c), ref destination, to - c);
            }

            lanes.Store(lanes.LoadFirst(in Unsafe.Add(ref source, from), inLast), ref destination, to);
            from += (nuint)neurons;
            to += stride;
        }
    }
}
