using System;
using System.Linq;
using Backprop.Reference;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>What <see cref="INetwork"/> promises, member by member.</summary>
public sealed class ContractTests
{
    public static TheoryData<Type> Networks => new(
        typeof(DigitNet),
        typeof(HalfQuadraticNet),
        typeof(LogisticNet),
        typeof(NoBiasNet),
        typeof(SoftmaxNet),
        typeof(TanhNet),
        typeof(XorNet),
        typeof(OddNet),
        typeof(OneNet),
        typeof(SmallNet),
        typeof(SmallSumNet));

    [Fact]
    public void SizesAreCompileTimeConstants()
    {
        const int Inputs = DigitNet.InputSize;
        const int Outputs = DigitNet.OutputSize;
        const int Layers = DigitNet.LayerCount;
        const int Parameters = DigitNet.ParameterCount;

        Assert.Equal((784, 10, 2, 12730), (Inputs, Outputs, Layers, Parameters));
        Assert.Equal(30, NoBiasNet.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void SizesAreThoseOfTheDeclaredTopology(Type network)
    {
        Subject subject = Subject.Of(network);

        Assert.Equal(subject.Topology.InputSize, subject.Network.InputSize);
        Assert.Equal(subject.Topology.OutputSize, subject.Network.OutputSize);
        Assert.Equal(subject.Topology.LayerCount, subject.Network.LayerCount);
        Assert.Equal(subject.Topology.ParameterCount, subject.Network.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void LoadedParametersComeBackInTheSameOrder(Type network)
    {
        Subject subject = Subject.Of(network);
        float[] parameters = Enumerable.Range(1, subject.Network.ParameterCount).Select(value => (float)value).ToArray();

        subject.Network.LoadParameters(parameters);

        Bits.Same(parameters, subject.Parameters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void WeightAndBiasReadTheParameterOfTheirCanonicalPlace(Type network)
    {
        Subject subject = Subject.Of(network);
        float[] parameters = Enumerable.Range(1, subject.Network.ParameterCount).Select(value => (float)value).ToArray();
        subject.Network.LoadParameters(parameters);

        float next = 1;
        for (int l = 1; l <= subject.Topology.LayerCount; l++)
        {
            for (int i = 0; i < subject.Topology.Sizes[l]; i++)
            {
                for (int j = 0; j < subject.Topology.Sizes[l - 1]; j++)
                {
                    Assert.Equal(next++, subject.Network.Weight(l, i, j));
                }
            }

            for (int i = 0; subject.Topology.Bias && i < subject.Topology.Sizes[l]; i++)
            {
                Assert.Equal(next++, subject.Network.Bias(l, i));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void WeightAndBiasWriteTheirParameterAndNoOther(Type network)
    {
        Subject subject = Subject.Randomized(network, 1);
        float[] expected = subject.Parameters;
        for (int l = 1; l <= subject.Topology.LayerCount; l++)
        {
            int neuron = subject.Topology.Sizes[l] - 1;
            int input = subject.Topology.Sizes[l - 1] / 2;
            subject.Network.Weight(l, neuron, input) = 100 + l;
            expected[subject.Topology.WeightIndex(l, neuron, input)] = 100 + l;
            if (subject.Topology.Bias)
            {
                subject.Network.Bias(l, neuron) = 200 + l;
                expected[subject.Topology.BiasIndex(l, neuron)] = 200 + l;
            }
        }

        Bits.Same(expected, subject.Parameters);
    }

    [Fact]
    public void BiasOfANetworkWithoutBiasesIsAnInvalidOperation() =>
        Assert.Throws<InvalidOperationException>(() => new NoBiasNet().Bias(1, 0));

    [Theory]
    [MemberData(nameof(Networks))]
    public void ParametersCopyBetweenNetworksOfOneClass(Type network)
    {
        Subject source = Subject.Randomized(network, 2);
        Subject destination = Subject.Of(network);

        source.Network.Parameters.CopyTo(destination.Network.Parameters);

        Bits.Same(source.Parameters, destination.Parameters);
        float[] inputs = source.Inputs(3, 5);
        Bits.Same(source.Forward(inputs), destination.Forward(inputs));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void PaddingIsZeroAndStaysZero(Type network)
    {
        Subject subject = Subject.Of(network);
        subject.Network.LoadParameters(Enumerable.Repeat(0.25f, subject.Network.ParameterCount).ToArray());
        int[] padding = Enumerable.Range(0, subject.Network.Parameters.Length).Where(i => subject.Network.Parameters[i] == 0).ToArray();
        Assert.Equal(subject.Network.Parameters.Length - subject.Network.ParameterCount, padding.Length);
        Assert.Equal(subject.Network.Parameters.Length, subject.Network.Gradients.Length);

        var adam = new Adam(0.01f);
        for (int step = 0; step < 3; step++)
        {
            subject.Network.Backward(subject.Inputs(step, 5), subject.Targets(step, 5));
            subject.Network.Train(subject.Inputs(step, 5), subject.Targets(step, 5), adam);
        }

        Assert.All(padding, i => Assert.Equal(0, subject.Network.Parameters[i]));
        Assert.All(padding, i => Assert.Equal(0, subject.Network.Gradients[i]));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EveryNumberOfRowsAgreesWithTheOracle(Type network)
    {
        Subject subject = Subject.Randomized(network, 4);
        foreach (int rows in new[] { 1, 2, 3, 5, 7, 8, 9, 12, 13, 15, 16, 17, 31, 33, 64, 100 })
        {
            subject.AgreesWithItsOracle(subject.Inputs(rows, rows), subject.Targets(1000 + rows, rows));
        }
    }

    [Theory]
    [InlineData(typeof(DigitNet))]
    [InlineData(typeof(HalfQuadraticNet))]
    [InlineData(typeof(OddNet))]
    [InlineData(typeof(SmallNet))]
    public void AThousandRowsAgreeWithTheOracle(Type network)
    {
        Subject subject = Subject.Randomized(network, 5);

        subject.AgreesWithItsOracle(subject.Inputs(6, 1000), subject.Targets(7, 1000));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardOfNoRowsWritesNothing(Type network) => Subject.Of(network).Network.Forward([], []);

    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardAndInputGradientsOverwriteWhatWasThere(Type network)
    {
        Subject subject = Subject.Randomized(network, 8);
        float[] inputs = subject.Inputs(9, 5);
        float[] targets = subject.Targets(10, 5);
        float[] expectedOutputs = subject.Forward(inputs);
        var expected = new float[inputs.Length];
        subject.Network.Backward(inputs, targets, expected);

        float[] outputs = Enumerable.Repeat(float.NaN, expectedOutputs.Length).ToArray();
        subject.Network.Forward(inputs, outputs);
        float[] inputGradients = Enumerable.Repeat(float.NaN, inputs.Length).ToArray();
        subject.Network.Backward(inputs, targets, inputGradients);

        Bits.Same(expectedOutputs, outputs);
        Bits.Same(expected, inputGradients);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardAndCostChangeNothing(Type network)
    {
        Subject subject = Subject.Randomized(network, 11);
        subject.Network.Backward(subject.Inputs(12, 3), subject.Targets(13, 3));
        float[] parameters = subject.Network.Parameters.ToArray();
        float[] gradients = subject.Network.Gradients.ToArray();

        subject.Forward(subject.Inputs(14, 20));
        subject.Network.Cost(subject.Inputs(14, 20), subject.Targets(15, 20));
        subject.Network.Cost(subject.Inputs(14, 20), subject.Labels(15, 20));
        subject.Network.Predict(subject.Inputs(16, 1));

        Bits.Same(parameters, subject.Network.Parameters);
        Bits.Same(gradients, subject.Network.Gradients);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void RowsThatAreNotNumbersLeaveNoTraceInTheNextCall(Type network)
    {
        Subject subject = Subject.Randomized(network, 17);
        float[] inputs = subject.Inputs(18, 9);
        float[] targets = subject.Targets(19, 9);
        float[] outputs = subject.Forward(inputs);
        float cost = subject.Network.Backward(inputs, targets);
        float[] gradients = subject.Gradients;

        float[] poison = Enumerable.Repeat(float.NaN, 40 * subject.Network.InputSize).ToArray();
        subject.Forward(poison);
        subject.Network.Backward(poison, subject.Targets(20, 40));
        subject.Network.ZeroGradients();

        Bits.Same(outputs, subject.Forward(inputs));
        Bits.Same([cost], [subject.Network.Backward(inputs, targets)]);
        Bits.Same(gradients, subject.Gradients);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void BackwardAddsToTheGradients(Type network)
    {
        Subject subject = Subject.Randomized(network, 21);
        subject.Network.Backward(subject.Inputs(22, 5), subject.Targets(23, 5));
        float[] first = subject.Gradients;
        subject.Network.ZeroGradients();
        subject.Network.Backward(subject.Inputs(24, 3), subject.Targets(25, 3));
        float[] second = subject.Gradients;

        subject.Network.Backward(subject.Inputs(22, 5), subject.Targets(23, 5));

        double[] sum = first.Zip(second, (one, other) => (double)one + other).ToArray();
        Closeness.Within(1e-6, sum, subject.Gradients, "gradients");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ZeroGradientsSetsThemToZero(Type network)
    {
        Subject subject = Subject.Randomized(network, 26);
        subject.Network.Backward(subject.Inputs(27, 5), subject.Targets(28, 5));
        Assert.Contains(subject.Gradients, gradient => gradient != 0);

        subject.Network.ZeroGradients();

        Assert.All(subject.Network.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void LabelsGiveWhatTheirOneOfNTargetsGive(Type network)
    {
        const int Rows = 37;
        Subject labelled = Subject.Randomized(network, 29);
        Subject targeted = Subject.Randomized(network, 29);
        float[] inputs = labelled.Inputs(30, Rows);
        int[] labels = labelled.Labels(31, Rows);
        float[] targets = Samples.OneOfN(labels, labelled.Network.OutputSize);
        var fromLabels = new float[inputs.Length];
        var fromTargets = new float[inputs.Length];

        Closeness.Within(1e-6, targeted.Network.Cost(inputs, targets), labelled.Network.Cost(inputs, labels), "cost");

        float expectedCost = targeted.Network.Backward(inputs, targets, fromTargets);
        Closeness.Within(1e-6, expectedCost, labelled.Network.Backward(inputs, labels, fromLabels), "cost beside the gradients");
        Closeness.Within(1e-6, Precision.ToDouble(targeted.Gradients), labelled.Gradients, "gradients");
        Closeness.Within(1e-6, Precision.ToDouble(fromTargets), fromLabels, "input gradients");

        labelled.Network.ZeroGradients();
        Closeness.Within(1e-6, expectedCost, labelled.Network.Backward(inputs, labels), "cost without input gradients");
        Closeness.Within(1e-6, Precision.ToDouble(targeted.Gradients), labelled.Gradients, "gradients without input gradients");

        expectedCost = targeted.Network.Train(inputs, targets, new Sgd(0.5f));
        Closeness.Within(1e-6, expectedCost, labelled.Network.Train(inputs, labels, new Sgd(0.5f)), "cost of the step");
        Closeness.Within(1e-6, Precision.ToDouble(targeted.Parameters), labelled.Parameters, "parameters after the step");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void PredictIsTheIndexOfTheLargestOutput(Type network)
    {
        Subject subject = Subject.Randomized(network, 32);
        for (int k = 0; k < 50; k++)
        {
            float[] input = subject.Inputs(100 + k, 1);
            float[] outputs = subject.Forward(input);

            Assert.Equal(Array.IndexOf(outputs, outputs.Max()), subject.Network.Predict(input));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void PredictGivesTheFirstOfEquals(Type network)
    {
        Subject subject = Subject.Of(network);
        subject.Network.LoadParameters(new float[subject.Network.ParameterCount]);

        Assert.Equal(0, subject.Network.Predict(subject.Inputs(33, 1)));
    }

    [Fact]
    public void PredictFindsEveryPlace()
    {
        var network = new DigitNet();
        for (int label = 0; label < DigitNet.OutputSize; label++)
        {
            network.LoadParameters(new float[DigitNet.ParameterCount]);
            network.Bias(2, label) = 1;

            Assert.Equal(label, network.Predict(new float[DigitNet.InputSize]));
        }
    }

    [Fact]
    public void TheSumOfCostsIsTheirMeanTimesTheRows()
    {
        const int Rows = 11;
        Subject mean = Subject.Randomized(typeof(SmallNet), 34);
        Subject sum = Subject.Randomized(typeof(SmallSumNet), 34);
        float[] inputs = mean.Inputs(35, Rows);
        float[] targets = mean.Targets(36, Rows);

        float meanCost = mean.Network.Backward(inputs, targets);
        float sumCost = sum.Network.Backward(inputs, targets);

        Closeness.Within(1e-6, Rows * (double)meanCost, sumCost, "cost");
        Closeness.Within(2e-6, mean.Gradients.Select(gradient => Rows * (double)gradient).ToArray(), sum.Gradients, "gradients");
    }

    [Theory]
    [InlineData(typeof(DigitNet))]
    [InlineData(typeof(NoBiasNet))]
    [InlineData(typeof(XorNet))]
    [InlineData(typeof(SmallNet))]
    public void BackwardFromOutputFedWithTheLosssOwnGradientIsBackward(Type network)
    {
        const int Rows = 9;
        Subject subject = Subject.Randomized(network, 37);
        float[] inputs = subject.Inputs(38, Rows);
        float[] targets = subject.Targets(39, Rows);
        var expectedInputs = new float[inputs.Length];
        subject.Network.Backward(inputs, targets, expectedInputs);
        float[] expected = subject.Gradients;

        // Mean squared over the rows: 2 (a − y) / m.
        float[] outputGradients = subject.Forward(inputs).Zip(targets, (a, y) => 2 * (a - y) / Rows).ToArray();
        var inputGradients = new float[inputs.Length];
        subject.Network.ZeroGradients();
        subject.Network.BackwardFromOutput(inputs, outputGradients, inputGradients);

        Closeness.Within(2e-6, Precision.ToDouble(expected), subject.Gradients, "gradients");
        Closeness.Within(2e-6, Precision.ToDouble(expectedInputs), inputGradients, "input gradients");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void BackwardFromOutputAgreesWithTheOracleAndAdds(Type network)
    {
        const int Rows = 21;
        Subject subject = Subject.Randomized(network, 40);
        float[] inputs = subject.Inputs(41, Rows);
        float[] outputGradients = Samples.Uniform(42, Rows * subject.Network.OutputSize, -1, 1);
        (double[] expected, double[] expectedInputs) = subject.Oracle.GradientsFromOutput(
            Precision.ToDouble(subject.Parameters), Precision.ToDouble(inputs), Precision.ToDouble(outputGradients));

        var inputGradients = new float[inputs.Length];
        subject.Network.BackwardFromOutput(inputs, outputGradients, inputGradients);
        Closeness.Within(1e-5, expected, subject.Gradients, "gradients");
        Closeness.Within(1e-5, expectedInputs, inputGradients, "input gradients");

        subject.Network.BackwardFromOutput(inputs, outputGradients);
        Closeness.Within(1e-5, expected.Select(gradient => 2 * gradient).ToArray(), subject.Gradients, "gradients added twice");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void TrainReturnsTheCostBeforeTheStep(Type network)
    {
        Subject subject = Subject.Randomized(network, 43);
        float[] inputs = subject.Inputs(44, 7);
        float[] targets = subject.Targets(45, 7);
        float before = subject.Network.Cost(inputs, targets);

        float returned = subject.Network.Train(inputs, targets, new Sgd(0.05f));

        Closeness.Within(1e-6, before, returned, "cost");
        Assert.True(subject.Network.Cost(inputs, targets) < before);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void TrainNeitherReadsNorChangesTheGradients(Type network)
    {
        Subject subject = Subject.Randomized(network, 46);
        Subject withoutGradients = Subject.Randomized(network, 46);
        float[] inputs = subject.Inputs(47, 7);
        float[] targets = subject.Targets(48, 7);
        subject.Network.Backward(inputs, targets);
        float[] gradients = subject.Network.Gradients.ToArray();

        foreach (int rows in new[] { 1, 7 })
        {
            subject.Network.Train(inputs.AsSpan(0, rows * subject.Network.InputSize), targets.AsSpan(0, rows * subject.Network.OutputSize), new Sgd(0.1f));
            withoutGradients.Network.Train(inputs.AsSpan(0, rows * subject.Network.InputSize), targets.AsSpan(0, rows * subject.Network.OutputSize), new Sgd(0.1f));
        }

        Bits.Same(gradients, subject.Network.Gradients);
        Bits.Same(withoutGradients.Parameters, subject.Parameters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void OneRowOfPlainDescentSubtractsTheRateTimesTheGradient(Type network)
    {
        const float Rate = 0.5f;
        Subject subject = Subject.Randomized(network, 49);
        float[] inputs = subject.Inputs(50, 1);
        float[] targets = subject.Targets(51, 1);
        subject.Network.Backward(inputs, targets);
        double[] before = Precision.ToDouble(subject.Parameters);
        double[] step = subject.Gradients.Select(gradient => -Rate * (double)gradient).ToArray();

        subject.Network.Train(inputs, targets, new Sgd(Rate));

        // The parameters by themselves would hide a wrong small step.
        double[] after = Precision.ToDouble(subject.Parameters);
        Closeness.Within(1e-6, before.Zip(step, (w, d) => w + d).ToArray(), after, "parameters");
        double roundingOfParameters = before.Max(Math.Abs) * 1.2e-7 / step.Max(Math.Abs);
        Closeness.Within(2e-6 + roundingOfParameters, step, after.Zip(before, (now, was) => now - was).ToArray(), "step");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void TheSameSeedAndDataGiveTheSameBits(Type network)
    {
        float[][] runs = Enumerable.Range(0, 2).Select(_ =>
        {
            Subject subject = Subject.Of((INetwork)Activator.CreateInstance(network, 7ul)!);
            var adam = new Adam(0.01f);
            for (int step = 0; step < 20; step++)
            {
                int rows = 1 + (step * 7 % 40);
                subject.Network.Train(subject.Inputs(step, rows), subject.Targets(100 + step, rows), adam);
            }

            return subject.Parameters;
        }).ToArray();

        Bits.Same(runs[0], runs[1]);
    }
}
