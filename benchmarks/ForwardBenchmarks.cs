using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Backprop.Benchmarks;

/// <summary>The outputs for one row, and for many at once.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[HideColumns("Error", "StdDev", "Median", "RatioSD", "Alloc Ratio", "Job")]
public class ForwardBenchmarks
{
    private const string OneXor = "2-3-1, 1 row";
    private const string OneSmall = "8-32-4, 1 row";
    private const string OneDigit = "784-16-10, 1 row";
    private const string OneWide = "784-128-10 ReLU softmax, 1 row";
    private const string ManyWide = "784-128-10 ReLU softmax, 128 rows";

    private readonly Pair<Xor> _xor = Pairs.Xor(1);
    private readonly Pair<Small> _small = Pairs.Small(1);
    private readonly Pair<Digits> _digit = Pairs.Digits(1);
    private readonly Pair<WideDigits> _wide = Pairs.WideDigits(1);
    private readonly Pair<WideDigits> _manyWide = Pairs.WideDigits(128);

    [BenchmarkCategory(OneXor), Benchmark(Baseline = true, Description = "scalar")]
    public float[] XorScalar() => _xor.Scalar.Forward(_xor.Rows.InputRows[0]);

    [BenchmarkCategory(OneXor), Benchmark(Description = "generated")]
    public void Xor() => _xor.Network.Forward(_xor.Rows.Inputs, _xor.Rows.Outputs);

    [BenchmarkCategory(OneSmall), Benchmark(Baseline = true, Description = "scalar")]
    public float[] SmallScalar() => _small.Scalar.Forward(_small.Rows.InputRows[0]);

    [BenchmarkCategory(OneSmall), Benchmark(Description = "generated")]
    public void Small() => _small.Network.Forward(_small.Rows.Inputs, _small.Rows.Outputs);

    [BenchmarkCategory(OneDigit), Benchmark(Baseline = true, Description = "scalar")]
    public float[] DigitScalar() => _digit.Scalar.Forward(_digit.Rows.InputRows[0]);

    [BenchmarkCategory(OneDigit), Benchmark(Description = "generated")]
    public void Digit() => _digit.Network.Forward(_digit.Rows.Inputs, _digit.Rows.Outputs);

    [BenchmarkCategory(OneWide), Benchmark(Baseline = true, Description = "scalar")]
    public float[] WideScalar() => _wide.Scalar.Forward(_wide.Rows.InputRows[0]);

    [BenchmarkCategory(OneWide), Benchmark(Description = "generated")]
    public void Wide() => _wide.Network.Forward(_wide.Rows.Inputs, _wide.Rows.Outputs);

    [BenchmarkCategory(ManyWide), Benchmark(Baseline = true, Description = "scalar")]
    public void ManyWideScalar()
    {
        foreach (float[] row in _manyWide.Rows.InputRows)
        {
            _manyWide.Scalar.Forward(row);
        }
    }

    [BenchmarkCategory(ManyWide), Benchmark(Description = "generated")]
    public void ManyWideGenerated() => _manyWide.Network.Forward(_manyWide.Rows.Inputs, _manyWide.Rows.Outputs);
}
