namespace Backprop.Generator.Planning;

/// <summary>What the sums of a product start from.</summary>
internal enum ProductStart
{
    /// <summary>Zero.</summary>
    Zero,

    /// <summary>One row, the same for all: the biases.</summary>
    Row,

    /// <summary>Zero, or what the target holds: the caller says.</summary>
    ZeroOrTarget,
}
