using System;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace Backprop.Benchmarks;

/// <summary>
/// What the processor can do at best: fused multiply-adds on registers alone, twelve independent chains, which is more than their
/// latency needs. One operation is 1,000 floating-point operations, so 1,000 / mean in ns is GFLOP/s.
/// </summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "Job")]
public class PeakBenchmarks
{
    private const int Chains = 12;
    private const int Rounds = 125_000;

    // A multiply and an add in each lane.
    private const int Thousands512 = Rounds * Chains * 16 * 2 / 1000;
    private const int Thousands256 = Rounds * Chains * 8 * 2 / 1000;

    // Read from fields, so that the loop cannot be computed in advance; 0.5 x + 0.25 stays near 0.5.
    private readonly float _factor = 0.5f;
    private readonly float _addend = 0.25f;

    [GlobalSetup]
    public void DemandVectors()
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            throw new NotSupportedException("expected a processor with 256-bit vectors");
        }
    }

    [Benchmark(Description = "256 bits", OperationsPerInvoke = Thousands256)]
    public Vector256<float> Peak256()
    {
        Vector256<float> f = Vector256.Create(_factor), c = Vector256.Create(_addend);
        Vector256<float> v0 = f, v1 = f, v2 = f, v3 = f, v4 = f, v5 = f, v6 = f, v7 = f, v8 = f, v9 = f, v10 = f, v11 = f;
        for (int i = 0; i < Rounds; i++)
        {
            v0 = Vector256.FusedMultiplyAdd(v0, f, c);
            v1 = Vector256.FusedMultiplyAdd(v1, f, c);
            v2 = Vector256.FusedMultiplyAdd(v2, f, c);
            v3 = Vector256.FusedMultiplyAdd(v3, f, c);
            v4 = Vector256.FusedMultiplyAdd(v4, f, c);
            v5 = Vector256.FusedMultiplyAdd(v5, f, c);
            v6 = Vector256.FusedMultiplyAdd(v6, f, c);
            v7 = Vector256.FusedMultiplyAdd(v7, f, c);
            v8 = Vector256.FusedMultiplyAdd(v8, f, c);
            v9 = Vector256.FusedMultiplyAdd(v9, f, c);
            v10 = Vector256.FusedMultiplyAdd(v10, f, c);
            v11 = Vector256.FusedMultiplyAdd(v11, f, c);
        }

        return v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11;
    }

    /// <summary>Far slower than the other on a processor without 512-bit vectors, where it is done in parts.</summary>
    [Benchmark(Description = "512 bits", OperationsPerInvoke = Thousands512)]
    public Vector512<float> Peak512()
    {
        Vector512<float> f = Vector512.Create(_factor), c = Vector512.Create(_addend);
        Vector512<float> v0 = f, v1 = f, v2 = f, v3 = f, v4 = f, v5 = f, v6 = f, v7 = f, v8 = f, v9 = f, v10 = f, v11 = f;
        for (int i = 0; i < Rounds; i++)
        {
            v0 = Vector512.FusedMultiplyAdd(v0, f, c);
            v1 = Vector512.FusedMultiplyAdd(v1, f, c);
            v2 = Vector512.FusedMultiplyAdd(v2, f, c);
            v3 = Vector512.FusedMultiplyAdd(v3, f, c);
            v4 = Vector512.FusedMultiplyAdd(v4, f, c);
            v5 = Vector512.FusedMultiplyAdd(v5, f, c);
            v6 = Vector512.FusedMultiplyAdd(v6, f, c);
            v7 = Vector512.FusedMultiplyAdd(v7, f, c);
            v8 = Vector512.FusedMultiplyAdd(v8, f, c);
            v9 = Vector512.FusedMultiplyAdd(v9, f, c);
            v10 = Vector512.FusedMultiplyAdd(v10, f, c);
            v11 = Vector512.FusedMultiplyAdd(v11, f, c);
        }

        return v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11;
    }
}
