using System.Collections.Generic;
using BenchmarkDotNet.Attributes;

namespace Backprop.Benchmarks;

/// <summary>The outputs for one row, and for many at once.</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "RatioSD", "Alloc Ratio", "Job")]
public class ForwardBenchmarks
{
    private Contest _contest = null!;

    [ParamsSource(nameof(Works))]
    public Case Work { get; set; } = null!;

    public static IEnumerable<Case> Works => Cases.Forward;

    [GlobalSetup]
    public void Prepare() => _contest = Work.Prepare();

    [Benchmark(Baseline = true, Description = "scalar")]
    public void Scalar() => _contest.Scalar.Forward();

    [Benchmark(Description = "TensorPrimitives")]
    public void Tensors() => _contest.Tensors.Forward();

    [Benchmark(Description = "MathNet.Numerics")]
    public void MathNet() => _contest.MathNet.Forward();

    [Benchmark(Description = "generated")]
    public void Generated() => _contest.Forward();
}
