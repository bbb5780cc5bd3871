using System.ComponentModel;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>
/// What the generator emits beside <see cref="INetworkKernels"/> for a network with dropout: the passes of a training step over a block of rows, in
/// a workspace of capacity <see cref="INetworkKernels.BlockRows"/>. Implemented by empty structs.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDropoutKernels
{
    /// <summary>The probability of an output of a hidden layer to be dropped, below 1; 0: there is no dropout, and no pass here is called.</summary>
    float DropoutRate { get; }

    /// <summary>(F) with dropout: leaves <c>h^l</c> where the other passes look for <c>a^l</c>, and <c>∂h^l/∂z^l</c> beside it.</summary>
    /// <param name="x">The inputs of the block.</param>
    /// <param name="firstRow">The number of the first row in the step.</param>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="workspace">The workspace.</param>
    /// <param name="dropout">The draws of the step.</param>
    void ForwardWithDropout(ref float x, nuint firstRow, nuint rows, ref float parameters, ref float workspace, in Dropout dropout);

    /// <summary>(B2) after <see cref="ForwardWithDropout"/> and (B1).</summary>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="transposed">The transposed weights.</param>
    /// <param name="workspace">The workspace.</param>
    void DeltasWithDropout(nuint rows, ref float transposed, ref float workspace);
}
