using System.Collections.Generic;
using BenchmarkDotNet.Attributes;

namespace Backprop.Benchmarks;

/// <summary>One training step: forward, backward, update; or the gradient alone.</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "RatioSD", "Alloc Ratio", "Job")]
public class TrainBenchmarks
{
    private Contest _contest = null!;

    [ParamsSource(nameof(Works))]
    public Case Work { get; set; } = null!;

    public static IEnumerable<Case> Works => Cases.Training;

    /// <summary>Some steps must leave all networks alike.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _contest = Work.Prepare();
        _contest.DemandAgreementOfSteps();
    }

    [Benchmark(Baseline = true, Description = "scalar")]
    public void Scalar() => _contest.Train(_contest.Scalar);

    [Benchmark(Description = "TensorPrimitives")]
    public void Tensors() => _contest.Train(_contest.Tensors);

    [Benchmark(Description = "MathNet.Numerics")]
    public void MathNet() => _contest.Train(_contest.MathNet);

    [Benchmark(Description = "generated")]
    public float Generated() => _contest.Train();
}
