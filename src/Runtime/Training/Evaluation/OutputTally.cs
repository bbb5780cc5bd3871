using System;

namespace Backprop.Training;

/// <summary>What is counted or summed over the outputs of all rows.</summary>
internal abstract class OutputTally
{
    /// <summary>Starts again from nothing.</summary>
    public abstract void Clear();

    /// <summary>Adds rows.</summary>
    /// <param name="outputs">The outputs of whole rows.</param>
    /// <param name="first">The first of these rows in the data set.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, int first);
}
