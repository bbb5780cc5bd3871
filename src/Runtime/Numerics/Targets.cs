using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Backprop.Numerics;

/// <summary>
/// What the outputs of a call are compared with: target rows, class labels (one-of-N rows that are never written out), or, in
/// their place, the gradient <c>∂C/∂a^L</c> of the caller's own cost function.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Targets
{
    private readonly ReadOnlySpan<float> _values;
    private readonly ReadOnlySpan<int> _labels;

    private Targets(ReadOnlySpan<float> values, ReadOnlySpan<int> labels, bool areOutputGradients)
    {
        _values = values;
        _labels = labels;
        AreOutputGradients = areOutputGradients;
    }

    /// <summary>Whether the values are <c>∂C/∂a^L</c>.</summary>
    public bool AreOutputGradients { get; }

    /// <summary>Target rows: <c>m × OutputSize</c> values.</summary>
    public static Targets FromRows(ReadOnlySpan<float> targets) => new(targets, default, areOutputGradients: false);

    /// <summary>Class labels: <c>m</c> of them.</summary>
    public static Targets FromLabels(ReadOnlySpan<int> labels) => new(default, labels, areOutputGradients: false);

    /// <summary>Rows of <c>∂C/∂a^L</c>: <c>m × OutputSize</c> values.</summary>
    public static Targets FromOutputGradients(ReadOnlySpan<float> outputGradients) => new(outputGradients, default, areOutputGradients: true);

    /// <summary>The columns of a row from <paramref name="column"/> on; lanes beyond the end of the row hold anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TVector Load<TLanes, TVector>(nuint row, nuint column, int outputs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (!_labels.IsEmpty)
        {
            int label = Unsafe.Add(ref MemoryMarshal.GetReference(_labels), row);
            return default(TLanes).OneAt(label - (int)column);
        }

        nuint index = (row * (nuint)outputs) + column;
        int available = (int)((nuint)_values.Length - index);
        return available >= default(TLanes).Count
            ? default(TLanes).Load(in MemoryMarshal.GetReference(_values), index)
            : default(TLanes).LoadFirst(in Unsafe.Add(ref MemoryMarshal.GetReference(_values), index), available);
    }
}
