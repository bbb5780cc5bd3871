namespace Backprop.Training;

/// <summary>What is done with the rows of a call.</summary>
internal enum BatchOperation
{
    /// <summary>(F).</summary>
    Forward,

    /// <summary>(F) and the cost.</summary>
    Cost,

    /// <summary>(F), (B1 … B4), and (U) if there is an optimizer.</summary>
    ForwardBackward,
}
