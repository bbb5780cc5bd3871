using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Backprop.Numerics;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A network that skips zero inputs gives the bits of one that does not.</summary>
public sealed class SparseInputTests
{
    private static readonly float[] Digits = IdxFile.ReadImages(DigitFile()).ToSingle();

    public static TheoryData<Type, Type> Twins => new()
    {
        { typeof(DigitNet), typeof(SparseDigitNet) },
        { typeof(DenseClassifier), typeof(SparseClassifier) },
        { typeof(DenseOddNet), typeof(SparseOddNet) },
        { typeof(DenseTallNet), typeof(SparseTallNet) },
    };

    public static TheoryData<Type> SparseNetworks => new(((IEnumerable<object[]>)Twins).Select(static twins => (Type)twins[1]));

    [Theory]
    [MemberData(nameof(Twins))]
    public void EveryCallOfOneRowHasTheBitsOfTheDenseNetwork(Type denseType, Type sparseType)
    {
        Subject dense = Subject.Randomized(denseType, 1);
        Subject sparse = Subject.Randomized(sparseType, 1);
        float[] targets = dense.Targets(2, 1);
        float[] denseInputGradients = new float[dense.Network.InputSize];
        float[] sparseInputGradients = new float[dense.Network.InputSize];

        foreach (float[] row in RowsOf(dense.Network.InputSize))
        {
            Bits.Same(dense.Forward(row), sparse.Forward(row));
            Assert.Equal(dense.Network.Predict(row), sparse.Network.Predict(row));

            // The second call adds to the gradients of the first.
            for (int turn = 0; turn < 2; turn++)
            {
                Assert.Equal(dense.Network.Backward(row, targets, denseInputGradients), sparse.Network.Backward(row, targets, sparseInputGradients));
                Bits.Same(denseInputGradients, sparseInputGradients);
                Bits.Same(dense.Gradients, sparse.Gradients);
            }

            dense.Network.BackwardFromOutput(row, targets);
            sparse.Network.BackwardFromOutput(row, targets);
            Bits.Same(dense.Gradients, sparse.Gradients);
            dense.Network.ZeroGradients();
            sparse.Network.ZeroGradients();
        }
    }

    [Theory]
    [MemberData(nameof(Twins))]
    public void TrainingEndsWithTheBitsOfTheDenseNetwork(Type denseType, Type sparseType)
    {
        foreach (Func<Optimizer> create in new Func<Optimizer>[] { static () => new Sgd(0.05f), static () => new Sgd(0.05f, 0.9f), static () => new Adam() })
        {
            Subject dense = Subject.Randomized(denseType, 3);
            Subject sparse = Subject.Randomized(sparseType, 3);
            Optimizer denseOptimizer = create();
            Optimizer sparseOptimizer = create();
            int seed = 4;
            foreach (float[] row in RowsOf(dense.Network.InputSize))
            {
                int[] label = dense.Labels(seed++, 1);
                Assert.Equal(dense.Network.Train(row, label, denseOptimizer), sparse.Network.Train(row, label, sparseOptimizer));
            }

            Bits.Same(dense.Parameters, sparse.Parameters);
        }
    }

    [Theory]
    [MemberData(nameof(SparseNetworks))]
    public void ARowHasTheSameBitsAloneAndInABatch(Type network)
    {
        Subject subject = Subject.Randomized(network, 5);
        float[][] rows = RowsOf(subject.Network.InputSize).ToArray();

        Bits.Same(rows.SelectMany(subject.Forward).ToArray(), subject.Forward(rows.SelectMany(static row => row).ToArray()));
    }

    [FusedMultiplyAddTheory]
    [MemberData(nameof(SparseNetworks))]
    public void OneRowHasTheSameBitsAtEveryWidth(Type network)
    {
        Subject subject = Subject.Randomized(network, 6);
        float[] targets = subject.Targets(7, 1);
        EmittedWidth widest = new(subject.Network, 512);
        foreach (float[] row in RowsOf(subject.Network.InputSize))
        {
            Assert.Equal(Bits.Of(subject.Forward(row)), widest.ForwardRow(row));
            foreach (EmittedWidth width in new[] { 256, 128 }.Select(bits => new EmittedWidth(subject.Network, bits)))
            {
                Assert.Equal(widest.ForwardRow(row), width.ForwardRow(row));
                Assert.Equal(widest.BackwardRow(row, Targets.FromRows(targets), 0.3f, -0.1f), width.BackwardRow(row, Targets.FromRows(targets), 0.3f, -0.1f));
            }
        }
    }

    /// <summary>A zero is skipped; what is infinite or not a number is not, and spreads as in the dense network.</summary>
    [Theory]
    [MemberData(nameof(Twins))]
    public void InputsThatAreNotFiniteSpreadAsInTheDenseNetwork(Type denseType, Type sparseType)
    {
        Subject dense = Subject.Randomized(denseType, 8);
        Subject sparse = Subject.Randomized(sparseType, 8);
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            foreach (int at in new[] { 0, 7, dense.Network.InputSize - 1 })
            {
                var row = new float[dense.Network.InputSize];
                row[at] = value;
                Assert.Equal(Numbers(dense.Forward(row)), Numbers(sparse.Forward(row)));
            }
        }
    }

    /// <summary>What is promised where weights are not finite: a row of zeros never meets them.</summary>
    [Fact]
    public void InfiniteWeightsOfARowOfZerosAreNotRead()
    {
        Subject sparse = Subject.Randomized(typeof(SparseDigitNet), 10);
        var zeros = new float[784];
        float[] expected = sparse.Forward(zeros);
        for (int input = 0; input < 784; input++)
        {
            sparse.Network.Weight(1, input % 16, input) = float.PositiveInfinity;
        }

        Bits.Same(expected, sparse.Forward(zeros));
    }

    /// <summary>Digits, zeros alone, no zero, one value, negative zeros: cut or repeated to fit.</summary>
    private static IEnumerable<float[]> RowsOf(int inputs)
    {
        foreach (int digit in Enumerable.Range(0, 6))
        {
            // From the middle, so that short rows hold strokes.
            yield return Enumerable.Range(0, inputs).Select(i => Digits[(digit * 784) + ((i + (inputs < 784 ? 300 : 0)) % 784)]).ToArray();
        }

        yield return new float[inputs];
        yield return Samples.Uniform(11, inputs, 0.1f, 1);
        foreach (int hot in new[] { 0, inputs / 2, inputs - 1 })
        {
            yield return Enumerable.Range(0, inputs).Select(i => i == hot ? 1f : 0f).ToArray();
        }

        yield return Enumerable.Range(0, inputs).Select(static i => i % 3 == 0 ? -0f : i % 7 == 0 ? float.Epsilon : 0f).ToArray();
    }

    /// <summary>The bits, and one mark for every NaN, whose bits nobody promises.</summary>
    private static int[] Numbers(float[] values) => Array.ConvertAll(values, static v => float.IsNaN(v) ? int.MaxValue : BitConverter.SingleToInt32Bits(v));

    private static string DigitFile([CallerFilePath] string file = "")
        => Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "samples", "Mnist", "data", "t10k-images-idx3-ubyte.gz");
}
