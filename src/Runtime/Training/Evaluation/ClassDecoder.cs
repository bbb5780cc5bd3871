using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backprop.Memory;

namespace Backprop.Training;

/// <summary>Which class a row is of, and which one a network's outputs tell.</summary>
/// <remarks>
/// Rows have classes if they have labels; if their targets are one-hot and a softmax or sigmoids try to tell them; and if their only target
/// is 0 or 1 and a sigmoid tries to tell it: class 1 where the output is above ½.
/// </remarks>
internal sealed class ClassDecoder
{
    private readonly Dataset _data;

    private ClassDecoder(Dataset data, int classCount)
    {
        _data = data;
        ClassCount = classCount;
    }

    public int ClassCount { get; }

    /// <summary>The outputs of a row.</summary>
    public int OutputSize => _data.HasLabels ? _data.ClassCount : _data.TargetSize;

    /// <summary>What the classes are called: as in the data, or their numbers.</summary>
    public string[] ClassNames
    {
        get
        {
            IReadOnlyList<string> names = _data.ClassNames.Count > 0 ? _data.ClassNames : _data.TargetNames;
            return names.Count == ClassCount ? [.. names] : [.. Enumerable.Range(0, ClassCount).Select(static index => index.ToString(CultureInfo.InvariantCulture))];
        }
    }

    private bool IsBinary => _data.TargetSize == 1;

    /// <summary>Looks at the rows.</summary>
    /// <returns>Null if the rows have no classes.</returns>
    public static ClassDecoder? Of(INetwork network, Dataset data)
    {
        if (data.HasLabels)
        {
            return new ClassDecoder(data, data.ClassCount);
        }

        return Declaration.OutputsTellAClass(network) && TargetsAreClasses(data) ? new ClassDecoder(data, Math.Max(data.TargetSize, 2)) : null;
    }

    /// <summary>The class of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Actual(int row)
    {
        if (_data.HasLabels)
        {
            return _data.Labels[row];
        }

        ReadOnlySpan<float> targets = _data.TargetsOf(row);
        return IsBinary ? (int)targets[0] : IndexOfLargest(targets);
    }

    /// <summary>The class that the outputs of a row tell: that of the largest, the first of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Predicted(ReadOnlySpan<float> outputs)
    {
        if (IsBinary)
        {
            return outputs[0] > 0.5f ? 1 : 0;
        }

        return IndexOfLargest(outputs);
    }

    private static bool TargetsAreClasses(Dataset data)
    {
        for (int row = 0; row < data.Count; row++)
        {
            ReadOnlySpan<float> targets = data.TargetsOf(row);
            int ones = targets.Count(1f);
            bool isBinary = targets.Length == 1;
            if (ones + targets.Count(0f) != targets.Length || (ones != 1 && !isBinary))
            {
                return false;
            }
        }

        return true;
    }

    private static int IndexOfLargest(ReadOnlySpan<float> values) => Matrix.IndexOfLargest(ref MemoryMarshal.GetReference(values), values.Length);
}
