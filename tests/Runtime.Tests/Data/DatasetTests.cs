using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Backprop.Generator.Tests.Support;
using Xunit;

namespace Backprop.Runtime.Tests.Data;

public sealed class DatasetTests
{
    [Fact]
    public void ArraysAreNotCopiedAndSpansAre()
    {
        float[] inputs = [1, 2, 3, 4];
        float[] targets = [5, 6];
        Dataset over = Dataset.FromTargets(inputs, 2, targets, 1);
        Dataset copy = Dataset.FromTargets(inputs.AsSpan(), 2, targets.AsSpan(), 1);
        Dataset labelled = Dataset.FromLabels(inputs.AsSpan(), 2, new[] { 1, 0 }.AsSpan(), 3);
        inputs[3] = 9;
        targets[1] = 8;

        Assert.Equal([1, 2, 3, 9], over.Inputs.ToArray());
        Assert.Equal([5, 8], over.Targets.ToArray());
        Assert.Equal([1, 2, 3, 4], copy.Inputs.ToArray());
        Assert.Equal([5, 6], copy.Targets.ToArray());
        Assert.Equal([1, 2, 3, 4], labelled.Inputs.ToArray());
        Assert.Equal([1, 0], labelled.Labels.ToArray());
        Assert.Equal((2, 2, 0, 3, true), (labelled.Count, labelled.InputSize, labelled.TargetSize, labelled.ClassCount, labelled.HasLabels));
    }

    [Fact]
    public void ArraysOfRowsAreJoined()
    {
        float[][] rows = [[1, 2], [3, 4], [5, 6]];
        Dataset targets = Dataset.FromTargets(new List<float[]>(rows), new float[][] { [7], [8], [9] });
        Dataset labels = Dataset.FromLabels(rows, new List<int> { 0, 1, 1 }, 2);

        Assert.Equal([1, 2, 3, 4, 5, 6], targets.Inputs.ToArray());
        Assert.Equal([7, 8, 9], targets.Targets.ToArray());
        Assert.Equal([7, 8, 9], Dataset.FromTargets(rows, [7, 8, 9]).Targets.ToArray());
        Assert.Equal((3, 2, 1), (targets.Count, targets.InputSize, targets.TargetSize));
        Assert.Equal([1, 2, 3, 4, 5, 6], labels.Inputs.ToArray());
        Assert.Equal([0, 1, 1], labels.Labels.ToArray());
    }

    public static TheoryData<string, Func<object>> Bad => new()
    {
        { "inputs: expected rows of 2 values, as row 0 has, got 3 in row 1", () => Dataset.FromLabels([[1, 2], [3, 4, 5]], [0, 0], 1) },
        { "inputs: expected rows of 2 values, as row 0 has, got null in row 2", () => Dataset.FromLabels([[1, 2], [3, 4], null!], [0, 0, 0], 1) },
        { "inputs: expected at least one row of at least one value, got null in row 0", () => Dataset.FromLabels(new float[][] { null!, [1] }, [0, 0], 1) },
        { "targets: expected rows of 1 value, as row 0 has, got null in row 1", () => Dataset.FromTargets([[1f], [2f]], new float[][] { [1], null! }) },
        { "targets: expected rows of 1 value, as row 0 has, got 2 in row 1", () => Dataset.FromTargets([[1f], [2f]], new float[][] { [1], [2, 3] }) },
        { "inputs: expected at least one row of at least one value, got no row", () => Dataset.FromLabels(new List<float[]>(), [], 1) },
        { "inputs: expected at least one row of at least one value, got an empty row 0", () => Dataset.FromLabels(new float[][] { [], [1] }, [0, 0], 1) },
        { "targets: expected 1 value (1 row of 1), got 2", () => Dataset.FromTargets([[1f]], [1, 2]) },
        { "targets: expected 2 values (2 rows of 1), got 1", () => Dataset.FromTargets([[1f], [2f]], new float[][] { [1] }) },
        { "targets: expected 2 values (2 rows of 1), got 3", () => Dataset.FromTargets([[1f], [2f]], [1, 2, 3]) },
        { "labels: expected 1 label, one for each row of inputs, got 2", () => Dataset.FromIdx(IdxFile.ReadImages(new MemoryStream([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0])), [0, 0], 1) },
        { "labels: expected 2 labels, one for each row of inputs, got 1", () => Dataset.FromLabels(new float[][] { [1], [2] }, [0], 1) },
        { "inputs: expected whole rows of 2 values, at least one, got 3 values", () => Dataset.FromTargets(new float[3], 2, new float[1], 1) },
        { "inputs: expected whole rows of 2 values, at least one, got 1 value", () => Dataset.FromTargets(new float[1], 2, new float[1], 1) },
        { "inputs: expected whole rows of 1 value, at least one, got 0 values", () => Dataset.FromTargets(new float[0], 1, new float[0], 1) },
        { "inputs: expected whole rows of 2 values, at least one, got 0 values", () => Dataset.FromTargets(new float[0], 2, new float[0], 1) },
        { "inputSize: expected at least 1, got 0", () => Dataset.FromTargets(new float[2], 0, new float[1], 1) },
        { "targetSize: expected at least 1, got -1", () => Dataset.FromTargets(new float[2], 2, new float[1], -1) },
        { "classCount: expected at least 1, got 0", () => Dataset.FromLabels(new float[2], 2, new int[1], 0) },
        { "inputs: expected finite values, got NaN in row 1, column 0", () => Dataset.FromLabels([[1, 2], [float.NaN, 4]], [0, 0], 1) },
        { "targets: expected finite values, got Infinity in row 0, column 1", () => Dataset.FromTargets(new float[2], 2, [0, float.PositiveInfinity], 2) },
        { "labels: expected labels from 0 to 2, got 3 in row 1", () => Dataset.FromLabels(new float[2], 1, new[] { 0, 3 }, 3) },
        { "labels: expected labels from 0 to 2, got -1 in row 0", () => Dataset.FromLabels(new float[2], 1, new[] { -1, 0 }, 3) },
        { "rows: expected at least one row, got none", () => Labelled([0, 1]).Gather([]) },
        { "rows: expected rows from 0 to 1, got 2", () => Labelled([0, 1]).Gather([0, 2]) },
        { "rows: expected rows from 0 to 1, got -1", () => Labelled([0, 1]).Gather([-1]) },
        { "weights: expected 1 weight, one for each row, got 2", () => Labelled([0]).WithWeights([1, 2]) },
        { "weights: expected finite values of at least 0, got -1 in row 1", () => Labelled([0, 1]).WithWeights([1, -1]) },
        { "weights: expected names among \"no\", \"yes\", got \"Yes\"", () => YesNo.ClassWeights(new Dictionary<string, float> { ["no"] = 1, ["Yes"] = 5 }) },
        { "weights: expected finite values of at least 0, got -1.5 for \"yes\"", () => YesNo.ClassWeights(new Dictionary<string, float> { ["yes"] = -1.5f }) },
        { "weights: expected finite values of at least 0, got NaN for \"no\"", () => YesNo.ClassWeights(new Dictionary<string, float> { ["no"] = float.NaN }) },
        { "row: expected a row from 0 to 1, got 2", () => YesNo.InputsOf(2).Length },
        { "row: expected a row from 0 to 1, got -1", () => YesNo.InputsOf(-1).Length },
        { "row: expected a row from 0 to 1, got 2", () => YesNo.TargetsOf(2).Length },
        { "row: expected a row from 0 to 0, got -1", () => Dataset.FromTargets([1f], 1, [1f], 1).TargetsOf(-1).Length },
        { "first: expected a row from 0 to 1, got -1", () => Labelled([0, 1]).Slice(-1, 1) },
        { "count: expected 1 to 1 from row 1, got -2", () => Labelled([0, 1]).Slice(1, -2) },
        { "names: expected 1 name, one for each of the inputs, got 2", () => Labelled([0, 1]).WithInputNames(["a", "b"]) },
        { "names: expected names, got null at index 1", () => Labelled([0, 1]).WithClassNames(["a", null!]) },
        { "names: expected 2 names, one for each of the classes, got 0", () => Labelled([0, 1]).WithClassNames([]) },
        { "names: expected 0 names, one for each of the targets, got 1", () => Labelled([0, 1]).WithTargetNames(["a"]) },
        { "fraction: expected above 0 and below 1, got 0", () => Labelled([0, 1]).Split(0, 1) },
        { "fraction: expected above 0 and below 1, got -0.5", () => Labelled([0, 1]).Split(-0.5, 1) },
        { "fraction: expected above 0 and below 1, got 1", () => Labelled([0, 1]).SplitStratified(1, 1) },
        { "fraction: expected above 0 and below 1, got NaN", () => Labelled([0, 1]).Split(double.NaN, 1) },
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
    public void OneRowCannotBeDivided()
    {
        Assert.Equal("Split: expected at least 2 rows, got 1.", Assert.Throws<InvalidOperationException>(() => Labelled([0]).Split(0.5, 1)).Message);
        Assert.Equal("SplitStratified: expected at least 2 rows, got 1.", Assert.Throws<InvalidOperationException>(() => Labelled([0]).SplitStratified(0.5, 1)).Message);
    }

    public static TheoryData<string, Func<Dataset, object>> ForLabelsAlone => new()
    {
        { "ToOneHot", d => d.ToOneHot() },
        { "ClassCounts", d => d.ClassCounts() },
        { "BalancedClassWeights", d => d.BalancedClassWeights() },
        { "ClassWeights", d => d.ClassWeights(new Dictionary<string, float>()) },
        { "SplitStratified", d => d.SplitStratified(0.5, 1) },
    };

    [Theory]
    [MemberData(nameof(ForLabelsAlone))]
    public void WithoutLabelsThereAreNoClasses(string name, Func<Dataset, object> call)
    {
        Dataset data = Dataset.FromTargets(new float[4], 2, new float[2], 1);
        Assert.Equal(
            $"{name}: expected rows with class labels, got 2 rows of 2 inputs, 1 target.",
            Assert.Throws<InvalidOperationException>(() => call(data)).Message);
    }

    [Fact]
    public void GatheredRowsAreCopiedWithAllThatBelongsToThem()
    {
        float[] inputs = [1, 2, 3, 4, 5, 6];
        Dataset labels = Dataset.FromLabels(inputs, 2, [0, 1, 2], 3).WithWeights([7, 8, 9]).Slice(1, 2).Gather([1, 0, 1]);
        Dataset targets = Dataset.FromTargets(inputs, 2, [7, 8, 9], 1).Gather([2, 0]);
        inputs[4] = 0;

        Assert.Equal([5, 6, 3, 4, 5, 6], labels.Inputs.ToArray());
        Assert.Equal([2, 1, 2], labels.Labels.ToArray());
        Assert.Equal([9, 8, 9], labels.Weights.ToArray());
        Assert.Equal([5, 6, 1, 2], targets.Inputs.ToArray());
        Assert.Equal([9, 7], targets.Targets.ToArray());
        Assert.False(targets.HasWeights);
    }

    [Fact]
    public void ARowIsAPartOfAllValues()
    {
        Dataset data = Dataset.FromTargets([1, 2, 3, 4, 5, 6], 2, [7, 8, 9], 1);
        Assert.Equal([1, 2], data.InputsOf(0).ToArray());
        Assert.Equal([5, 6], data.InputsOf(2).ToArray());
        Assert.Equal([9], data.TargetsOf(2).ToArray());
        Assert.True(data.InputsOf(1) == data.Inputs[2..4], "copied");
        Assert.True(Labelled([0, 1]).TargetsOf(1).IsEmpty);
    }

    [Fact]
    public void ASliceTakesWeightsAndNamesOfItsOwn()
    {
        Dataset slice = Labelled([0, 1, 2, 1]).Slice(2, 2).WithWeights([3, 4]).WithClassNames(["a", "b", "c"]);
        Assert.Equal([3, 4], slice.Weights.ToArray());
        Assert.Equal([2, 3], slice.Inputs.ToArray());
        Assert.Equal([4], slice.Slice(1, 1).Weights.ToArray());
    }

    [Fact]
    public void ASplitDividesTheRowsIntoTwo()
    {
        Dataset data = Labelled([.. Enumerable.Range(0, 10)]);
        (Dataset train, Dataset test) = data.Split(0.75, seed: 3);

        Assert.Equal((8, 2), (train.Count, test.Count));
        Assert.Equal(Enumerable.Range(0, 10), Rows(train).Concat(Rows(test)).Order());
        Assert.NotEqual(Enumerable.Range(0, 8), Rows(train));
        Assert.Equal(Rows(train), train.Labels.ToArray());
        Assert.NotEqual(Rows(train), Rows(data.Split(0.75, seed: 4).First));
        Assert.Equal(Rows(data.Split(0.75, seed: 0).First), Rows(data.Split(0.75).First));
        Assert.Equal(Rows(data.SplitStratified(0.75, seed: 0).First), Rows(data.SplitStratified(0.75).First));
    }

    // From another implementation of the published algorithms, in Python: SplitMix64, xoshiro256++, Lemire's bounded numbers, and Durstenfeld's shuffle
    // from the last element down.
    [Fact]
    public void ASplitIsTheSameEverywhere()
    {
        (Dataset train, Dataset test) = Labelled([.. Enumerable.Range(0, 10)]).Split(0.7, seed: 42);
        Assert.Equal("5 3 1 0 9 6 4 | 7 2 8", string.Join(' ', Rows(train)) + " | " + string.Join(' ', Rows(test)));
    }

    [Theory]
    [InlineData(2, 0.001, 1)]
    [InlineData(2, 0.999, 1)]
    [InlineData(5, 0.5, 3)]
    [InlineData(5, 0.3, 2)]
    [InlineData(1000, 0.8, 800)]
    public void ThePartsAreRoundedAndNeverEmpty(int rows, double fraction, int expected)
    {
        Dataset data = Labelled(new int[rows]);
        Assert.Equal(expected, data.Split(fraction, 1).First.Count);
        (Dataset first, Dataset second) = data.SplitStratified(fraction, 1);
        Assert.Equal((expected, rows - expected), (first.Count, second.Count));
    }

    // By hand. 80 % of 20 is 16; the classes of 11, 6 and 3 rows would give 8.8, 4.8 and 2.4 of them. 8 + 4 + 2 leaves two, which the two with 0.8 give.
    // 50 % of 9 is 5 (4.5 rounded); of three classes of 3 rows each gives 1⅔, so 1, and the two that are left come from the first two.
    // 10 % of 10 is 1: 0.5 and 0.5, so it comes from class 0.
    [Theory]
    [InlineData(new[] { 11, 6, 3 }, 0.8, new[] { 9, 5, 2 })]
    [InlineData(new[] { 3, 3, 3 }, 0.5, new[] { 2, 2, 1 })]
    [InlineData(new[] { 5, 5 }, 0.1, new[] { 1, 0 })]
    [InlineData(new[] { 50, 0, 50 }, 0.7, new[] { 35, 0, 35 })]
    [InlineData(new[] { 99, 1 }, 0.5, new[] { 50, 0 })]
    public void AStratifiedSplitKeepsTheSharesOfTheClasses(int[] counts, double fraction, int[] expected)
    {
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        Dataset data = Labelled(labels, counts.Length);
        (Dataset first, Dataset second) = data.SplitStratified(fraction, seed: 5);

        Assert.Equal(expected, first.ClassCounts());
        Assert.Equal(counts.Zip(expected, (all, part) => all - part), second.ClassCounts());
        Assert.Equal(Enumerable.Range(0, labels.Length), Rows(first).Concat(Rows(second)).Order());
        Assert.All(Enumerable.Range(0, first.Count), i => Assert.Equal(labels[Rows(first)[i]], first.Labels[i]));
        Assert.Equal(Rows(first), Rows(data.SplitStratified(fraction, seed: 5).First));
    }

    // By hand: 6 rows, 2 classes with rows, 4 and 2 of them: 6 / (2 · 4) and 6 / (2 · 2). scikit-learn's compute_class_weight says the same.
    [Fact]
    public void BalancedWeightsAreInverseToTheCounts()
    {
        Dataset data = Labelled([0, 2, 0, 0, 2, 0], 4);
        Assert.Equal([4, 0, 2, 0], data.ClassCounts());
        Assert.Equal([0.75f, 0, 1.5f, 0], data.BalancedClassWeights());
    }

    // The classes of a CSV file are sorted: whoever writes weights in the order of the file gives them to the wrong ones.
    [Fact]
    public void WeightsByNameComeInTheOrderOfTheLabels()
    {
        Dataset data = Labelled([0, 1, 2]).WithClassNames(["cat", "dog", "eel"]);
        Assert.Equal([1, 0.5f, 20], data.ClassWeights(new Dictionary<string, float> { ["eel"] = 20, ["dog"] = 0.5f }));
        Assert.Equal([0, 1, 1], data.ClassWeights(new Dictionary<string, float> { ["cat"] = 0 }));
        Assert.Equal([1, 1, 1], data.ClassWeights(new Dictionary<string, float>()));
    }

    [Fact]
    public void WeightsByNameNeedNames()
        => Assert.Equal(
            "ClassWeights: expected classes with names, got 2 rows of 1 input, labels of 2 classes.",
            Assert.Throws<InvalidOperationException>(() => Labelled([0, 1]).ClassWeights(new Dictionary<string, float> { ["a"] = 2 })).Message);

    [Fact]
    public void LabelsBecomeOneHotTargets()
    {
        Dataset targets = Labelled([9, 2, 0, 1], 10).WithWeights([4, 3, 2, 1]).Slice(1, 3).ToOneHot();

        Assert.Equal((3, 1, 10, 0, false), (targets.Count, targets.InputSize, targets.TargetSize, targets.ClassCount, targets.HasLabels));
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], targets.Targets.ToArray());
        Assert.Equal([1, 2, 3], targets.Inputs.ToArray());
        Assert.Equal([3, 2, 1], targets.Weights.ToArray());
        Assert.True(targets.Labels.IsEmpty);
    }

    [Fact]
    public void NamesStayWithTheRows()
    {
        Dataset data = Labelled([0, 1, 1, 0]).WithInputNames(["length"]).WithClassNames(["no", "yes"]);
        Dataset[] derived =
            [data, data.Slice(1, 3), data.Gather([3, 0]), data.WithWeights(new float[4]), data.Split(0.5, 1).First, data.Split(0.5, 1).Second, data.SplitStratified(0.5, 1).Second];
        Assert.All(derived, d => Assert.Equal(["length"], d.InputNames));
        Assert.All(derived, d => Assert.Equal(["no", "yes"], d.ClassNames));

        Dataset targets = data.ToOneHot();
        Assert.Equal(["length"], targets.InputNames);
        Assert.Equal(["no", "yes"], targets.TargetNames);
        Assert.Empty(targets.ClassNames);
        Assert.Equal(["price"], Dataset.FromTargets(new float[2], 1, new float[2], 1).WithTargetNames(["price"]).Gather([1]).TargetNames);
        Assert.Empty(Labelled([0]).InputNames);
    }

    [Fact]
    public void AnIdxFileBecomesInputsFrom0To1()
    {
        IdxImages images = IdxFile.ReadImages(new MemoryStream([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 102, 255]));
        Dataset data = Dataset.FromIdx(images, [1, 0], 2);
        Assert.Equal([0f, 0.2f, 0.4f, 1f], data.Inputs.ToArray());
        Assert.Equal([1, 0], data.Labels.ToArray());
        Assert.Equal((2, 2, 2), (data.Count, data.InputSize, data.ClassCount));
    }

    [Fact]
    public void IdxFilesAreReadTogether()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("dataset");
        try
        {
            string images = Path.Combine(directory.FullName, "images");
            string labels = Path.Combine(directory.FullName, "labels");
            File.WriteAllBytes(images, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 255]);
            File.WriteAllBytes(labels, [0, 0, 8, 1, 0, 0, 0, 2, 9, 3]);

            Assert.Equal([9, 3], Dataset.FromIdx(images, labels, 10).Labels.ToArray());
            Assert.Equal("labels: expected labels from 0 to 8, got 9 in row 0.", Assert.Throws<InvalidDataException>(() => Dataset.FromIdx(images, labels, 9)).Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromIdx(images, labels, 0));

            File.WriteAllBytes(labels, [0, 0, 8, 1, 0, 0, 0, 1, 9]);
            Assert.Equal("labels: expected 2 labels, one for each row of inputs, got 1.", Assert.Throws<InvalidDataException>(() => Dataset.FromIdx(images, labels, 10)).Message);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void PrintsItself()
    {
        Assert.Equal("2 rows of 1 input, labels of 2 classes", Labelled([0, 1]).ToString());
        Assert.Equal("1 row of 4 inputs, 2 targets", Dataset.FromTargets(new float[4], 4, new float[2], 2).ToString());
        Assert.Equal("1 row of 1 input, labels of 1 class, weighted", Labelled([0]).WithWeights([1]).ToString());
    }

    private static Dataset YesNo => Labelled([0, 1]).WithClassNames(["no", "yes"]);

    // The only input of a row is its number.
    private static Dataset Labelled(int[] labels, int? classCount = null)
        => Dataset.FromLabels([.. Enumerable.Range(0, labels.Length).Select(i => (float)i)], 1, labels, classCount ?? labels.Max() + 1);

    private static int[] Rows(Dataset data) => [.. data.Inputs.ToArray().Select(value => (int)value)];
}
