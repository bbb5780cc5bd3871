using System;

namespace Backprop.Training;

/// <summary>Which rows of the inputs and targets of a step are taken, in which order, and what their costs are multiplied by.</summary>
internal readonly ref struct RowOrder
{
    /// <summary>The rows in the order that they are taken in; empty: as they lie.</summary>
    public ReadOnlySpan<int> Rows { get; init; }

    /// <summary>The rows of the step that comes next, which are fetched into the cache meanwhile; empty: they are not known.</summary>
    public ReadOnlySpan<int> Following { get; init; }

    /// <summary>What the cost of a row is multiplied by, at the row's place; empty: 1.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>What the cost of a row is multiplied by besides, at the place of its label; empty: 1.</summary>
    public ReadOnlySpan<float> ClassWeights { get; init; }

    public bool HasWeights => !Weights.IsEmpty || !ClassWeights.IsEmpty;
}
