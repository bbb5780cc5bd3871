using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using Backprop.Numerics.Tests.Support;
using Xunit;

namespace Backprop.Numerics.Tests;

/// <summary>
/// Passes over blocks of rows: whether a vector takes several rows, one, or a part of one, the bits are the same, those of a row by
/// itself, and nothing outside of the rows is written. Padding holds NaN before, and a δ's padding zero after.
/// </summary>
public sealed class OutputRowsTests
{
    private const float Untouched = 12345.5f;
    private const int Guard = 16;

    public delegate float[] OutputPass(Width width, Block block, Kind kind, int firstRow, int rows);

    public enum Width
    {
        /// <summary><see cref="Lanes512"/>.</summary>
        Bits512,

        /// <summary><see cref="Lanes256"/>.</summary>
        Bits256,

        /// <summary><see cref="Lanes128"/>.</summary>
        Bits128,

        /// <summary><see cref="LanesScalar"/>.</summary>
        Scalar,
    }

    public enum Kind
    {
        /// <summary>Target rows.</summary>
        Rows,

        /// <summary>Class labels.</summary>
        Labels,

        /// <summary>The caller's own <c>∂C/∂a</c>.</summary>
        OutputGradients,
    }

    /// <summary>Every stride, with padding and without.</summary>
    public static TheoryData<int> Outputs => new(1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 17, 20, 31, 32, 33, 100);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void TanhAndSquaredError(int neurons) => IsTheSameAtEveryWidth(neurons, Elementwise<TanhActivation, SquaredErrorLoss>.Pass, softmax: false);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void SigmoidAndHuber(int neurons) => IsTheSameAtEveryWidth(neurons, Elementwise<SigmoidActivation, HuberLoss>.Pass, softmax: false);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void GeluAndMeanSquaredError(int neurons) => IsTheSameAtEveryWidth(neurons, Elementwise<GeluActivation, MeanSquaredErrorLoss>.Pass, softmax: false);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void IdentityAndHalfSquaredError(int neurons) => IsTheSameAtEveryWidth(neurons, Elementwise<IdentityActivation, HalfSquaredErrorLoss>.Pass, softmax: false);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void BinaryCrossEntropy(int neurons) => IsTheSameAtEveryWidth(neurons, Logistic.Pass, softmax: false);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void SoftmaxAndSquaredError(int neurons) => IsTheSameAtEveryWidth(neurons, SoftmaxSquared.Pass, softmax: true);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void SoftmaxAndCrossEntropy(int neurons) => IsTheSameAtEveryWidth(neurons, SoftmaxEntropy.Pass, softmax: true);

    /// <summary>Without fused multiply-add the wide ones are never chosen, and would leave rows over to 128 bits, which round twice.</summary>
    private static Width[] LiveWidths => FusedMultiplyAdd.IsLive<Lanes128, Vector128<float>>() ? Enum.GetValues<Width>() : [Width.Bits128, Width.Scalar];

    private static void IsTheSameAtEveryWidth(int neurons, OutputPass pass, bool softmax)
    {
        foreach (int rows in Enumerable.Range(1, 20).Append(33).Append(40).Append(64).Append(65).Append(131))
        {
            Block block = new(neurons, rows, softmax);
            foreach (Kind kind in Enum.GetValues<Kind>())
            {
                if (FusedMultiplyAdd.IsLive<Lanes128, Vector128<float>>())
                {
                    (float[] costs, uint[] delta) = Run(pass, Width.Bits512, block, kind);
                    (float[] costs256, uint[] delta256) = Run(pass, Width.Bits256, block, kind);
                    (float[] costs128, uint[] delta128) = Run(pass, Width.Bits128, block, kind);
                    string what = $"{rows} rows of {neurons}, {kind}";
                    AreEqual(delta, delta256, what);
                    AreEqual(delta, delta128, what);
                    Assert.Equal(costs, costs256);
                    Assert.Equal(costs, costs128);
                }

                foreach (Width width in LiveWidths)
                {
                    IsThatOfEachRow(pass, width, block, kind);
                }
            }
        }
    }

    /// <summary>One row by itself has the same cost and the same δ.</summary>
    private static void IsThatOfEachRow(OutputPass pass, Width width, Block block, Kind kind)
    {
        (float[] costs, uint[] delta) = Run(pass, width, block, kind);
        List<float> each = [];
        block.Delta.AsSpan().Fill(Untouched);
        for (int row = 0; row < block.Rows; row++)
        {
            each.AddRange(pass(width, block, kind, row, 1));
        }

        Assert.Equal(each, costs);
        AreEqual(block.DeltaBits(), delta, $"row by row, {block.Rows} of {block.Neurons}, {kind}, {width}");
    }

    private static (float[] Costs, uint[] Delta) Run(OutputPass pass, Width width, Block block, Kind kind)
    {
        block.Delta.AsSpan().Fill(Untouched);
        float[] costs = pass(width, block, kind, 0, block.Rows);
        Assert.All(block.Delta.Take(Guard).Concat(block.Delta.Skip(Guard + (block.Rows * block.Stride))), static value => Assert.Equal(Untouched, value));
        for (int row = 0; row < block.Rows; row++)
        {
            // Columns that no vector of this width reaches keep what they held.
            float[] padding = block.Delta.AsSpan(Guard + (row * block.Stride) + block.Neurons, block.Columns(width) - block.Neurons).ToArray();
            Assert.All(padding, static value => Assert.Equal(0f, value));
        }

        return (costs, block.DeltaBits());
    }

    private static void AreEqual(uint[] expected, uint[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i] == actual[i], $"{what}: {BitConverter.UInt32BitsToSingle(actual[i]):R} in place of {BitConverter.UInt32BitsToSingle(expected[i]):R}, value {i}");
        }
    }

    /// <summary>Rows of a last layer, and what they are compared with.</summary>
    public sealed class Block
    {
        public Block(int neurons, int rows, bool softmax)
        {
            Random random = new((neurons * 1000) + rows);
            Neurons = neurons;
            Rows = rows;
            Stride = neurons <= 4 ? 4 : neurons <= 8 ? 8 : (neurons + 15) / 16 * 16;
            Z = Padded(() => (random.NextSingle() * 12) - 6);
            A = softmax ? new float[Z.Length] : Padded(random.NextSingle);
            Delta = new float[(rows * Stride) + (2 * Guard)];
            Targets = Enumerable.Range(0, rows * neurons).Select(_ => random.NextSingle()).ToArray();
            Labels = Enumerable.Range(0, rows).Select(_ => random.Next(neurons)).ToArray();
            if (softmax)
            {
                RowMath<LanesScalar, float>.Softmax(ref Z[0], ref A[0], (nuint)rows, (nuint)Stride, (nuint)neurons, neurons);
            }
        }

        public int Neurons { get; }

        public int Rows { get; }

        public int Stride { get; }

        public float[] Z { get; }

        public float[] A { get; }

        public float[] Delta { get; }

        public float[] Targets { get; }

        public int[] Labels { get; }

        /// <summary>The neurons, rounded up to whole vectors of a width, or of a narrower one that a row fills.</summary>
        public int Columns(Width width)
        {
            int lanes = Math.Min(Stride, width switch { Width.Bits512 => 16, Width.Bits256 => 8, Width.Bits128 => 4, _ => 1 });
            return (Neurons + lanes - 1) / lanes * lanes;
        }

        public Targets TargetsOf(Kind kind) => kind switch
        {
            Kind.Rows => Numerics.Targets.FromRows(Targets),
            Kind.Labels => Numerics.Targets.FromLabels(Labels),
            _ => Numerics.Targets.FromOutputGradients(Targets),
        };

        /// <summary>The δ of every neuron.</summary>
        public uint[] DeltaBits() => Enumerable.Range(0, Rows * Neurons)
            .Select(i => BitConverter.SingleToUInt32Bits(Delta[Guard + (i / Neurons * Stride) + (i % Neurons)]))
            .ToArray();

        private float[] Padded(Func<float> next)
            => Enumerable.Range(0, Rows * Stride).Select(i => i % Stride < Neurons ? next() : float.NaN).ToArray();
    }

    private abstract class PassOf<TSelf>
        where TSelf : PassOf<TSelf>, new()
    {
        public static float[] Pass(Width width, Block block, Kind kind, int firstRow, int rows) => width switch
        {
            Width.Bits512 => new TSelf().At<Lanes512, Vector512<float>>(width, block, kind, firstRow, rows),
            Width.Bits256 => new TSelf().At<Lanes256, Vector256<float>>(width, block, kind, firstRow, rows),
            Width.Bits128 => new TSelf().At<Lanes128, Vector128<float>>(width, block, kind, firstRow, rows),
            _ => new TSelf().At<LanesScalar, float>(width, block, kind, firstRow, rows),
        };

        protected abstract void Cost<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta, ref float costs)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct;

        protected abstract void FromGradients<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct;

        private float[] At<TLanes, TVector>(Width width, Block block, Kind kind, int firstRow, int rows)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref float z = ref block.Z[firstRow * block.Stride];
            ref float a = ref block.A[firstRow * block.Stride];
            ref float delta = ref block.Delta[Guard + (firstRow * block.Stride)];
            (nuint first, nuint count, nuint stride, nuint columns) = ((nuint)firstRow, (nuint)rows, (nuint)block.Stride, (nuint)block.Columns(width));
            if (kind == Kind.OutputGradients)
            {
                FromGradients<TLanes, TVector>(ref z, ref a, block.TargetsOf(kind), first, count, stride, columns, block.Neurons, ref delta);
                return [];
            }

            var costs = new float[rows + Guard];
            costs.AsSpan().Fill(Untouched);
            Cost<TLanes, TVector>(ref z, ref a, block.TargetsOf(kind), first, count, stride, columns, block.Neurons, ref delta, ref costs[0]);
            Assert.All(costs.Skip(rows), static value => Assert.Equal(Untouched, value));
            return costs[..rows];
        }
    }

    private sealed class Elementwise<TActivation, TLoss> : PassOf<Elementwise<TActivation, TLoss>>
        where TActivation : struct, IActivation
        where TLoss : struct, ILoss
    {
        protected override void Cost<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta, ref float costs)
            => OutputMath<TLanes, TVector>.Elementwise<TActivation, TLoss>(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, 0.3f, ref delta, ref costs);

        protected override void FromGradients<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
            => OutputMath<TLanes, TVector>.FromOutputGradients<TActivation>(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, ref delta);
    }

    private sealed class Logistic : PassOf<Logistic>
    {
        protected override void Cost<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta, ref float costs)
            => OutputMath<TLanes, TVector>.BinaryCrossEntropy(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, 0.3f, ref delta, ref costs);

        protected override void FromGradients<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
            => OutputMath<TLanes, TVector>.FromOutputGradients<SigmoidActivation>(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, ref delta);
    }

    private sealed class SoftmaxSquared : PassOf<SoftmaxSquared>
    {
        protected override void Cost<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta, ref float costs)
            => OutputMath<TLanes, TVector>.Softmax<SquaredErrorLoss>(ref a, targets, firstRow, rows, stride, columns, neurons, 0.3f, ref delta, ref costs);

        protected override void FromGradients<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
            => OutputMath<TLanes, TVector>.SoftmaxFromOutputGradients(ref a, targets, firstRow, rows, stride, columns, neurons, ref delta);
    }

    private sealed class SoftmaxEntropy : PassOf<SoftmaxEntropy>
    {
        protected override void Cost<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta, ref float costs)
            => OutputMath<TLanes, TVector>.SoftmaxCrossEntropy(ref z, ref a, targets, firstRow, rows, stride, columns, neurons, 0.3f, ref delta, ref costs);

        protected override void FromGradients<TLanes, TVector>(ref float z, ref float a, in Targets targets, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons, ref float delta)
            => OutputMath<TLanes, TVector>.SoftmaxFromOutputGradients(ref a, targets, firstRow, rows, stride, columns, neurons, ref delta);
    }
}
