namespace Backprop.Generator.Planning;

/// <summary>How a register tile lays the sums of a product over the lanes of its vectors. The order of each sum is the same in all.</summary>
internal enum TileKind
{
    /// <summary>Lanes over columns: a value of the left factor is broadcast, and multiplied by vectors of the right factor.</summary>
    Broadcast,

    /// <summary>
    /// Lanes over rows, whose values of the left factor lie side by side: a value of the right factor is broadcast. For columns that
    /// would leave lanes empty; the sums are transposed into their place.
    /// </summary>
    Crosswise,

    /// <summary>Four columns of several rows in a vector, each row with its own value of the left factor, permuted into its four lanes.</summary>
    Packed,
}
