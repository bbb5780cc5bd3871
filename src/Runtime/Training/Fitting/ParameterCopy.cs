using System;

namespace Backprop.Training;

/// <summary>Parameters as they were, in memory that is allocated once.</summary>
internal sealed class ParameterCopy(INetwork network)
{
    private readonly float[] _values = new float[network.Parameters.Length];

    public void Keep() => network.Parameters.CopyTo(_values);

    public void Restore() => _values.AsSpan().CopyTo(network.Parameters);
}
