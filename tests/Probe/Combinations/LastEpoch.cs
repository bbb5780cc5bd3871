using System;

namespace Backprop.Probe.Combinations;

/// <summary>Remembers the last epoch that it was told of.</summary>
internal sealed class LastEpoch : IProgress<EpochReport>
{
    public int Epoch { get; private set; }

    public void Report(EpochReport value) => Epoch = value.Epoch;
}
