using System;

namespace Backprop.Probe.Combinations;

/// <summary>Allocates on each thread that updates parameters, and changes none.</summary>
internal sealed class AllocatingRule() : ElementwiseOptimizer(0f)
{
    internal override void UpdatePiece(in ParameterPiece piece) => GC.KeepAlive(new byte[8]);
}
