using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Backprop.Benchmarks;

/// <summary>One training step: forward, backward, update.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[HideColumns("Error", "StdDev", "Median", "RatioSD", "Alloc Ratio", "Job")]
public class TrainBenchmarks
{
    private const string OneXor = "2-3-1, 1 row, SGD";
    private const string OneSmall = "8-32-4, 1 row, SGD";
    private const string OneDigit = "784-16-10, 1 row, SGD";
    private const string SomeDigits = "784-16-10, 32 rows, SGD";
    private const string WideSgd = "784-128-10 ReLU softmax, 128 rows, SGD";
    private const string WideAdam = "784-128-10 ReLU softmax, 128 rows, Adam";
    private const string RegressionAdam = "4-32-16-4 tanh, 10,000 rows, Adam";

    // So small that a run of millions of steps stays where the numbers are ordinary.
    private const float Rate = 1e-4f;

    // So large that one step shows in the outputs, far beyond rounding.
    private const float SgdCheckRate = 0.1f;
    private const float AdamCheckRate = 0.001f;

    private readonly Sgd _sgd = new(SgdCheckRate);
    private readonly Adam _adam = new(AdamCheckRate);
    private float _sgdRate = SgdCheckRate;
    private float _adamRate = AdamCheckRate;

    private readonly Pair<Xor> _xor = Pairs.Xor(1);
    private readonly Pair<Small> _small = Pairs.Small(1);
    private readonly Pair<Digits> _digit = Pairs.Digits(1);
    private readonly Pair<Digits> _digits = Pairs.Digits(32);
    private readonly Pair<WideDigits> _wideSgd = Pairs.WideDigits(128);
    private readonly Pair<WideDigits> _wideAdam = Pairs.WideDigits(128);
    private readonly Pair<Regression> _regression = Pairs.Regression(10_000);

    /// <summary>One step with each must leave generated and scalar network alike.</summary>
    [GlobalSetup]
    public void DemandAgreement()
    {
        XorScalar();
        Xor();
        _xor.DemandAgreementAfterStep();
        SmallScalar();
        Small();
        _small.DemandAgreementAfterStep();
        DigitScalar();
        Digit();
        _digit.DemandAgreementAfterStep();
        DigitsScalar();
        Digits();
        _digits.DemandAgreementAfterStep();
        WideSgdScalar();
        WideSgdGenerated();
        _wideSgd.DemandAgreementAfterStep();
        WideAdamScalar();
        WideAdamGenerated();
        _wideAdam.DemandAgreementAfterStep();
        RegressionScalar();
        Regression();
        _regression.DemandAgreementAfterStep();
        _sgd.LearningRate = _adam.LearningRate = _sgdRate = _adamRate = Rate;
    }

    [BenchmarkCategory(OneXor), Benchmark(Baseline = true, Description = "scalar")]
    public void XorScalar() => _xor.Scalar.TrainSgd(_xor.Rows.InputRows, _xor.Rows.TargetRows, _sgdRate);

    [BenchmarkCategory(OneXor), Benchmark(Description = "generated")]
    public float Xor() => _xor.Network.Train(_xor.Rows.Inputs, _xor.Rows.Targets, _sgd);

    [BenchmarkCategory(OneSmall), Benchmark(Baseline = true, Description = "scalar")]
    public void SmallScalar() => _small.Scalar.TrainSgd(_small.Rows.InputRows, _small.Rows.TargetRows, _sgdRate);

    [BenchmarkCategory(OneSmall), Benchmark(Description = "generated")]
    public float Small() => _small.Network.Train(_small.Rows.Inputs, _small.Rows.Targets, _sgd);

    [BenchmarkCategory(OneDigit), Benchmark(Baseline = true, Description = "scalar")]
    public void DigitScalar() => _digit.Scalar.TrainSgd(_digit.Rows.InputRows, _digit.Rows.OneOfN, _sgdRate);

    [BenchmarkCategory(OneDigit), Benchmark(Description = "generated")]
    public float Digit() => _digit.Network.Train(_digit.Rows.Inputs, _digit.Rows.Labels, _sgd);

    [BenchmarkCategory(SomeDigits), Benchmark(Baseline = true, Description = "scalar")]
    public void DigitsScalar() => _digits.Scalar.TrainSgd(_digits.Rows.InputRows, _digits.Rows.OneOfN, _sgdRate);

    [BenchmarkCategory(SomeDigits), Benchmark(Description = "generated")]
    public float Digits() => _digits.Network.Train(_digits.Rows.Inputs, _digits.Rows.Labels, _sgd);

    [BenchmarkCategory(WideSgd), Benchmark(Baseline = true, Description = "scalar")]
    public void WideSgdScalar() => _wideSgd.Scalar.TrainSgd(_wideSgd.Rows.InputRows, _wideSgd.Rows.OneOfN, _sgdRate);

    [BenchmarkCategory(WideSgd), Benchmark(Description = "generated")]
    public float WideSgdGenerated() => _wideSgd.Network.Train(_wideSgd.Rows.Inputs, _wideSgd.Rows.Labels, _sgd);

    [BenchmarkCategory(WideAdam), Benchmark(Baseline = true, Description = "scalar")]
    public void WideAdamScalar() => _wideAdam.Scalar.TrainAdam(_wideAdam.Rows.InputRows, _wideAdam.Rows.OneOfN, _adamRate);

    [BenchmarkCategory(WideAdam), Benchmark(Description = "generated")]
    public float WideAdamGenerated() => _wideAdam.Network.Train(_wideAdam.Rows.Inputs, _wideAdam.Rows.Labels, _adam);

    [BenchmarkCategory(RegressionAdam), Benchmark(Baseline = true, Description = "scalar")]
    public void RegressionScalar() => _regression.Scalar.TrainAdam(_regression.Rows.InputRows, _regression.Rows.TargetRows, _adamRate);

    [BenchmarkCategory(RegressionAdam), Benchmark(Description = "generated")]
    public float Regression() => _regression.Network.Train(_regression.Rows.Inputs, _regression.Rows.Targets, _adam);
}
