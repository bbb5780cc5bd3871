using System;
using System.IO;
using System.Runtime.CompilerServices;
using Backprop.Figures;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Backprop.Benchmarks;

/// <summary>
/// One row at a time, with and without <see cref="NetworkAttribute.SparseInputs"/>: digits of MNIST, four of five pixels zero, one after
/// another, so that no branch predictor knows what comes.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[HideColumns("Error", "StdDev", "Median", "RatioSD", "Alloc Ratio", "Job")]
public class SparseBenchmarks
{
    private const int Rows = 1000;
    private const int Pixels = 784;
    private const string ForwardDigit = "784-16-10, forward";
    private const string ForwardWide = "784-128-10 ReLU softmax, forward";
    private const string StepDigit = "784-16-10, step";
    private const string StepWide = "784-128-10 ReLU softmax, step";

    private readonly float[] _inputs = IdxFile.ReadImages(DigitFile("images-idx3")).ToSingle().AsSpan(0, Rows * Pixels).ToArray();
    private readonly int[] _labels = IdxFile.ReadLabels(DigitFile("labels-idx1"));
    private readonly float[] _outputs = new float[10];
    private readonly Sgd _sgd = new(0.001f);
    private readonly Digits _digits = new(1);
    private readonly SparseDigits _sparseDigits = new(1);
    private readonly WideDigits _wideDigits = new(1);
    private readonly SparseWideDigits _sparseWideDigits = new(1);

    /// <summary>Twins with the same bits: else a comparison of their times would mean nothing.</summary>
    [GlobalSetup]
    public void DemandTheSameBits()
    {
        Demand(new Digits(1), new SparseDigits(1));
        Demand(new WideDigits(1), new SparseWideDigits(1));
    }

    [BenchmarkCategory(ForwardDigit), Benchmark(Baseline = true, Description = "dense", OperationsPerInvoke = Rows)]
    public void Digits() => Forward(_digits);

    [BenchmarkCategory(ForwardDigit), Benchmark(Description = "sparse", OperationsPerInvoke = Rows)]
    public void SparseDigits() => Forward(_sparseDigits);

    [BenchmarkCategory(ForwardWide), Benchmark(Baseline = true, Description = "dense", OperationsPerInvoke = Rows)]
    public void WideDigits() => Forward(_wideDigits);

    [BenchmarkCategory(ForwardWide), Benchmark(Description = "sparse", OperationsPerInvoke = Rows)]
    public void SparseWideDigits() => Forward(_sparseWideDigits);

    [BenchmarkCategory(StepDigit), Benchmark(Baseline = true, Description = "dense", OperationsPerInvoke = Rows)]
    public void TrainDigits() => Train(_digits);

    [BenchmarkCategory(StepDigit), Benchmark(Description = "sparse", OperationsPerInvoke = Rows)]
    public void TrainSparseDigits() => Train(_sparseDigits);

    [BenchmarkCategory(StepWide), Benchmark(Baseline = true, Description = "dense", OperationsPerInvoke = Rows)]
    public void TrainWideDigits() => Train(_wideDigits);

    [BenchmarkCategory(StepWide), Benchmark(Description = "sparse", OperationsPerInvoke = Rows)]
    public void TrainSparseWideDigits() => Train(_sparseWideDigits);

    private static string DigitFile(string kind, [CallerFilePath] string file = "")
        => Path.Combine(Path.GetDirectoryName(file)!, "..", "samples", "Mnist", "data", $"t10k-{kind}-ubyte.gz");

    private void Forward<TNetwork>(TNetwork network)
        where TNetwork : INetwork
    {
        for (int row = 0; row < Rows; row++)
        {
            network.Forward(_inputs.AsSpan(row * Pixels, Pixels), _outputs);
        }
    }

    private void Train<TNetwork>(TNetwork network)
        where TNetwork : INetwork
    {
        for (int row = 0; row < Rows; row++)
        {
            network.Train(_inputs.AsSpan(row * Pixels, Pixels), _labels.AsSpan(row, 1), _sgd);
        }
    }

    private void Demand<TDense, TSparse>(TDense dense, TSparse sparse)
        where TDense : INetwork
        where TSparse : INetwork
    {
        Train(dense);
        Train(sparse);
        if (!dense.Parameters.SequenceEqual(sparse.Parameters))
        {
            throw new InvalidOperationException($"{typeof(TSparse).Name}: expected the parameters of {typeof(TDense).Name} after {Rows} steps");
        }
    }
}
