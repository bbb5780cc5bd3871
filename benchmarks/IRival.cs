using System;

namespace Backprop.Benchmarks;

/// <summary>Another way to write the same network in C#. It works on the rows that it was made for.</summary>
internal interface IRival
{
    /// <summary>The outputs of all rows, one after the other; used again by the next call.</summary>
    ReadOnlySpan<float> Forward();

    /// <summary>The mean gradient of all rows, and the update.</summary>
    void Train(Rule rule, float rate);
}
