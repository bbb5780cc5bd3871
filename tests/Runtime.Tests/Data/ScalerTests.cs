using System;
using System.IO;
using System.Linq;
using Backprop.Generator.Tests.Support;
using Xunit;

namespace Backprop.Runtime.Tests.Data;

public sealed class ScalerTests
{
    // F. J. Anscombe, "Graphs in statistical analysis", The American Statistician 27 (1973): x and y of his first set.
    private static readonly float[] AnscombeX = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    private static readonly float[] AnscombeY = [8.04f, 6.95f, 7.58f, 8.81f, 8.33f, 9.96f, 7.24f, 4.26f, 10.84f, 4.82f, 5.68f];

    // The paper gives: mean of x 9.0, mean of y 7.5, sum of squares of x about its mean 110.0, of y 41.25 (27.50 by regression, 13.75 about it).
    [Fact]
    public void StandardFitsPublishedStatistics()
    {
        Dataset data = Dataset.FromTargets(AnscombeX, 1, AnscombeY, 1);
        Scaler x = Scaler.FitStandard(data);
        Scaler y = Scaler.FitStandardTargets(data);

        Assert.Equal(9.0, x.Offsets[0]);
        Assert.Equal(1 / Math.Sqrt(110.0 / 11), x.Factors[0], 1e-15);
        Assert.Equal(7.5, y.Offsets[0], 0.05);
        Assert.Equal(41.25, 11 / (y.Factors[0] * y.Factors[0]), 0.05);

        // numpy.mean and numpy.std of the same values as float32, computed in float64.
        Assert.Equal(7.50090911171653, y.Offsets[0], 1e-14);
        Assert.Equal(1 / 1.937024230979113, y.Factors[0], 1e-14);
    }

    // The examples in the documentation of scikit-learn's StandardScaler, and in its user's guide, section "Preprocessing data" (rounded there).
    [Fact]
    public void StandardGivesTheExamplesOfScikitLearn()
    {
        Scaler scaler = Scaler.FitStandard(Rows(2, 0, 0, 0, 0, 1, 1, 1, 1));
        Assert.Equal([0.5, 0.5], scaler.Offsets.ToArray());
        Assert.Equal([-1, -1, -1, -1, 1, 1, 1, 1, 3, 3], Applied(scaler, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2));

        scaler = Scaler.FitStandard(Rows(3, 1, -1, 2, 2, 0, 0, 0, 1, -1));
        Assert.Equal([1, 0, 1.0 / 3], scaler.Offsets.ToArray());
        float[] expected = [0, -1.22f, 1.34f, 1.22f, 0, -0.27f, -1.22f, 1.22f, -1.07f];
        Assert.All(Applied(scaler, 1, -1, 2, 2, 0, 0, 0, 1, -1).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 0.0051f));
    }

    // The example in the documentation of scikit-learn's MinMaxScaler.
    [Fact]
    public void MinMaxGivesTheExampleOfScikitLearn()
    {
        Scaler scaler = Scaler.FitMinMax(Rows(2, -1, 2, -0.5f, 6, 0, 10, 1, 18));
        Assert.Equal([0, 0, 0.25f, 0.25f, 0.5f, 0.5f, 1, 1, 1.5f, 0], Applied(scaler, -1, 2, -0.5f, 6, 0, 10, 1, 18, 2, 2));
    }

    [Fact]
    public void MinMaxReachesOtherBoundsExactly()
    {
        var random = new RandomSource(7);
        float[] values = [.. Enumerable.Range(0, 300).Select(_ => random.NextNormal() * 1000)];
        Scaler scaler = Scaler.FitMinMax(Rows(3, values), -0.3f, 0.7f);
        float[] scaled = Applied(scaler, values);
        for (int column = 0; column < 3; column++)
        {
            float[] ofColumn = [.. scaled.Where((_, i) => i % 3 == column)];
            Assert.Equal((-0.3f, 0.7f), (ofColumn.Min(), ofColumn.Max()));
        }
    }

    [Fact]
    public void AColumnThatIsAllTheSameIsMovedAndNotStretched()
    {
        // A third in binary has no end: a mean that is off in the last place would leave a deviation to divide by.
        float third = 1f / 3;
        Dataset data = Rows(1, [.. Enumerable.Repeat(third, 1001)]);
        Scaler standard = Scaler.FitStandard(data);
        Assert.Equal(((double)third, 1.0), (standard.Offsets[0], standard.Factors[0]));
        Assert.Equal([0, 2 - third], Applied(standard, third, 2));

        Scaler minMax = Scaler.FitMinMax(data, -1, 1);
        Assert.Equal(1, minMax.Factors[0]);
        Assert.Equal([-1], Applied(minMax, third));
        Assert.Equal(0, Scaler.FitStandard(Rows(1, 0)).Offsets[0]);
    }

    // By hand: −4, −2, 0, 2, 4 about 2²⁴, where squares of the values themselves would lose all of it.
    [Fact]
    public void ALargeMeanCostsNoDigits()
    {
        Scaler scaler = Scaler.FitStandard(Rows(1, 16777216, 16777218, 16777214, 16777220, 16777212));
        Assert.Equal((16777216, 1 / Math.Sqrt(8)), (scaler.Offsets[0], scaler.Factors[0]));
    }

    [Fact]
    public void InvertBringsBack()
    {
        var random = new RandomSource(3);
        float[] values = [.. Enumerable.Range(0, 400).Select(i => (random.NextNormal() * 3) + (100 * (i % 4)))];
        foreach (Scaler scaler in new[] { Scaler.FitStandard(Rows(4, values)), Scaler.FitMinMax(Rows(4, values), -1, 1) })
        {
            float[] back = Applied(scaler, values);
            scaler.Invert(back);
            Assert.All(values.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 4e-5f));
        }

        var byHand = new Scaler([10, -1], [0.5, 4]);
        float[] outputs = [1, 2, 0, -4];
        byHand.Invert(outputs);
        Assert.Equal([12, -0.5f, 10, -2], outputs);
    }

    [Fact]
    public void ADataSetKeepsEverythingButItsInputs()
    {
        Dataset data = Dataset.FromLabels([1, 2, 3, 4], 2, [0, 1], 2).WithWeights([5, 6]).WithInputNames(["a", "b"]).WithClassNames(["no", "yes"]);
        Dataset scaled = new Scaler([1, 0], [2, 10]).Apply(data);

        Assert.Equal([0, 20, 4, 40], scaled.Inputs.ToArray());
        Assert.Equal([1, 2, 3, 4], data.Inputs.ToArray());
        Assert.Equal([0, 1], scaled.Labels.ToArray());
        Assert.Equal([5, 6], scaled.Weights.ToArray());
        Assert.Equal(["a", "b"], scaled.InputNames);
        Assert.Equal(["no", "yes"], scaled.ClassNames);
    }

    [Fact]
    public void TargetsAreScaledByThemselves()
    {
        Dataset data = Dataset.FromTargets([1, 2, 3], 1, [10, 20, 30, 40, 50, 60], 2).WithTargetNames(["a", "b"]);
        Scaler scaler = Scaler.FitMinMaxTargets(data, 0, 2);
        Dataset scaled = scaler.ApplyToTargets(data);

        Assert.Equal([0, 0, 1, 1, 2, 2], scaled.Targets.ToArray());
        Assert.Equal([1, 2, 3], scaled.Inputs.ToArray());
        Assert.Equal([10, 20, 30, 40, 50, 60], data.Targets.ToArray());
        Assert.Equal(["a", "b"], scaled.TargetNames);
        Assert.Equal([30, 40], Scaler.FitStandardTargets(data).Offsets.ToArray());
    }

    [Fact]
    public void IsKeptByItsNumbersOrAStream()
    {
        Scaler scaler = Scaler.FitStandard(Rows(3, AnscombeX[..9]));
        using var stream = new MemoryStream();
        scaler.Write(stream);
        stream.WriteByte(77);
        Assert.Equal(8 + (3 * 16) + 1, stream.Length);

        stream.Position = 0;
        Scaler read = Scaler.Read(stream);
        Assert.Equal(77, stream.ReadByte());
        var copy = new Scaler(scaler.Offsets, scaler.Factors);
        Assert.All([read, copy], s => Assert.Equal(scaler.Offsets.ToArray(), s.Offsets.ToArray()));
        Assert.All([read, copy], s => Assert.Equal(scaler.Factors.ToArray(), s.Factors.ToArray()));
    }

    [Fact]
    public void AStreamThatHoldsNoScalerIsAnError()
    {
        using var stream = new MemoryStream();
        new Scaler([1, 2], [3, 4]).Write(stream);
        byte[] bytes = stream.ToArray();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<EndOfStreamException>(() => Scaler.Read(new MemoryStream(bytes, 0, length)));
        }

        using var culture = new HostileCulture();
        Rejects("stream: expected the magic 0x42505343 of a scaler, got 0x58505343.", With(0, (byte)'X'));
        Rejects("stream: expected at least 1 column, got -16777214.", With(7, 0xFF));
        Assert.Throws<EndOfStreamException>(() => Scaler.Read(With(7, 0x7F)));

        // The exponent of the second column's factor, 4, becomes that of a NaN.
        Rejects("stream, factors: expected finite values other than 0, got NaN in column 1.", With(8 + 31, 0x7F, 0xFF));

        static void Rejects(string message, Stream stream)
            => Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Scaler.Read(stream)).Message);

        MemoryStream With(int position, byte value, byte before = 0)
        {
            byte[] changed = [.. bytes];
            changed[position] = value;
            if (before != 0)
            {
                changed[position - 1] = before;
            }

            return new MemoryStream(changed);
        }
    }

    public static TheoryData<string, Func<object>> Bad => new()
    {
        { "offsets: expected at least one, got none", () => new Scaler([], []) },
        { "factors: expected 2 factors, one for each offset, got 1", () => new Scaler([1, 2], [1]) },
        { "factors: expected 1 factor, one for each offset, got 0", () => new Scaler([1], []) },
        { "offsets: expected finite values, got NaN in column 1", () => new Scaler([1, double.NaN], [1, 1]) },
        { "factors: expected finite values other than 0, got 0 in column 0", () => new Scaler([1], [0]) },
        { "low: expected a finite value, got NaN", () => Scaler.FitMinMax(Rows(1, 1, 2), float.NaN) },
        { "high: expected a finite value above -0.5, got -1.5", () => Scaler.FitMinMax(Rows(1, 1, 2), -0.5f, -1.5f) },
        { "high: expected a finite value above 1, got 1", () => Scaler.FitMinMax(Rows(1, 1, 2), 1, 1) },
        { "train: expected rows with targets, got 1 row of 1 input, labels of 1 class", () => Scaler.FitStandardTargets(Dataset.FromLabels([1f], 1, [0], 1)) },
        { "train: expected rows with targets, got 1 row of 1 input, labels of 1 class", () => Scaler.FitMinMaxTargets(Dataset.FromLabels([1f], 1, [0], 1)) },
        { "data: expected rows with targets, got 1 row of 1 input, labels of 1 class", () => new Scaler([1], [1]).ApplyToTargets(Dataset.FromLabels([1f], 1, [0], 1)) },
        { "data: expected rows of 2 inputs, as many as the scaler has columns, got 1", () => new Scaler([1, 1], [1, 1]).Apply(Rows(1, 1)) },
        { "data: expected rows of 2 targets, as many as the scaler has columns, got 1", () => new Scaler([1, 1], [1, 1]).ApplyToTargets(Rows(1, 1)) },
        { "data: expected rows of 1 target, as many as the scaler has columns, got 2", () => new Scaler([1], [1]).ApplyToTargets(Dataset.FromTargets([1f], 1, [1, 2], 2)) },
        { "inputs: expected finite values, got Infinity in row 1, column 0", () => new Scaler([0], [1e30]).Apply(Rows(1, 1, 1e20f)) },
        { "rows: expected whole rows of 2 values, got 1 value", () => Applied(new Scaler([1, 1], [1, 1]), 1) },
        { "rows: expected whole rows of 2 values, got 3 values", () => Applied(new Scaler([1, 1], [1, 1]), 1, 2, 3) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void ABadArgumentIsAnErrorThatSaysWhere(string message, Func<object> call)
    {
        using var culture = new HostileCulture();
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(call);

        // .NET goes on after the message, which has no full stop therefore.
        Assert.Equal($"{message} (Parameter '{error.ParamName}')", error.Message);
        Assert.StartsWith($"{error.ParamName}: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScalingInPlaceAllocatesNothing()
    {
        var scaler = new Scaler(new double[784], [.. Enumerable.Repeat(1.0, 784)]);
        float[] rows = new float[3 * 784];
        Walk(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Walk(int times)
        {
            for (int i = 0; i < times; i++)
            {
                scaler.Apply(rows);
                scaler.Invert(rows.AsSpan(0, 784));
            }
        }
    }

    [Fact]
    public void PrintsItself() => Assert.Equal("scaler of 1 column", new Scaler([1], [1]).ToString());

    private static Dataset Rows(int inputSize, params float[] inputs)
        => Dataset.FromTargets(inputs, inputSize, new float[inputs.Length / inputSize], 1);

    private static float[] Applied(Scaler scaler, params float[] rows)
    {
        float[] scaled = [.. rows];
        scaler.Apply(scaled.AsSpan());
        return scaled;
    }
}
