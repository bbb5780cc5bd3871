using System;

namespace Backprop.Training;

/// <summary>What is counted or summed over the outputs of all rows.</summary>
internal abstract class Metric
{
    /// <summary>The accuracy of rows with classes, and the errors of others.</summary>
    public static Metric For(INetwork network, Dataset data)
        => ClassDecoder.Of(network, data) is { } decoder ? new AccuracyMetric(decoder) : new RegressionMetric(data);

    /// <summary>Starts again from nothing.</summary>
    public abstract void Clear();

    /// <summary>Adds rows.</summary>
    /// <param name="outputs">The outputs of whole rows.</param>
    /// <param name="first">The first of these rows in the data set.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, int first);
}
