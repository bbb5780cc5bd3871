using System;
using System.Runtime.Intrinsics;
using Backprop.Figures;
using BenchmarkDotNet.Attributes;

namespace Backprop.Benchmarks;

/// <summary>
/// What the processor can do at best: fused multiply-adds on registers alone, at the widest vectors that it has. One operation is
/// 1,000 floating-point operations, so 1,000 / mean in ns is GFLOP/s.
/// </summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "Job")]
public class PeakBenchmarks
{
    private const int Rounds = 125_000;

    // A multiplication and an addition in each lane of 256 bits; at 512 bits half of the rounds are as many.
    private const int Thousands = Rounds * Peak.Chains * 8 * 2 / 1000;

    [GlobalSetup]
    public void DemandVectors()
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            throw new NotSupportedException("expected a processor with 256-bit vectors");
        }
    }

    [Benchmark(Description = "fused multiply-adds", OperationsPerInvoke = Thousands)]
    public float FusedMultiplyAdds() => Peak.Run(Rounds / (Peak.Width / 256));
}
