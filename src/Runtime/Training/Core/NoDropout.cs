using System;
using System.ComponentModel;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>For networks without dropout.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NoDropout : IDropoutKernels
{
    /// <inheritdoc/>
    public float DropoutRate => 0f;

    /// <inheritdoc/>
    public void ForwardWithDropout(ref float x, nuint firstRow, nuint rows, ref float parameters, ref float workspace, in Dropout dropout)
        => throw new NotSupportedException();

    /// <inheritdoc/>
    public void DeltasWithDropout(nuint rows, ref float transposed, ref float workspace) => throw new NotSupportedException();
}
