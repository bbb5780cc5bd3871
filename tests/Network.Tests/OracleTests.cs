using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Reference;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Who checks the checker: the oracle against an independent system's numbers, and against plain differences of its cost.</summary>
public sealed class OracleTests
{
    public static TheoryData<string> FixtureNames => new(Fixture.Names);

    public static TheoryData<Activation, Loss> OutputPairs
    {
        get
        {
            var pairs = new TheoryData<Activation, Loss>();
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                foreach (Loss loss in Enum.GetValues<Loss>().Where(loss => Allows(activation, loss)))
                {
                    pairs.Add(activation, loss);
                }
            }

            return pairs;
        }
    }

    public static TheoryData<Activation> HiddenActivations =>
        new(Enum.GetValues<Activation>().Where(activation => activation != Activation.Softmax));

    [Fact]
    public void ThereAreFixtures() => Assert.NotEmpty(Fixture.Names);

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void AFixtureIsWhatItsFileNameAndItsTopologySay(string name)
    {
        Fixture fixture = Fixture.Load(name);

        Assert.Equal(name, fixture.Name);
        Assert.Equal(fixture.Topology.ParameterCount, fixture.Parameters.Length);
        Assert.Equal(fixture.Topology.ParameterCount, fixture.Gradients.Length);
        Assert.Equal(fixture.Batch * fixture.Topology.InputSize, fixture.Inputs.Length);
        Assert.Equal(fixture.Batch * fixture.Topology.InputSize, fixture.InputGradients.Length);
        Assert.Equal(fixture.Batch * fixture.Topology.OutputSize, fixture.Targets.Length);
        Assert.Equal(fixture.Batch * fixture.Topology.OutputSize, fixture.Outputs.Length);
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void WhatAFixtureGivesIsExactInSinglePrecision(string name)
    {
        Fixture fixture = Fixture.Load(name);

        foreach (double[] given in new[] { fixture.Parameters, fixture.Inputs, fixture.Targets })
        {
            Assert.Equal(given, Precision.ToDouble(Precision.ToSingle(given)));
        }
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void TheOracleGivesTheFixturesOutputsCostAndGradients(string name)
    {
        Fixture fixture = Fixture.Load(name);
        var oracle = new Oracle(fixture.Topology);

        (double cost, double[] gradients, double[] inputGradients) = oracle.Gradients(fixture.Parameters, fixture.Inputs, fixture.Targets);

        Closeness.Within(1e-12, fixture.Outputs, oracle.Forward(fixture.Parameters, fixture.Inputs), "outputs");
        Closeness.Within(1e-12, fixture.Cost, oracle.Cost(fixture.Parameters, fixture.Inputs, fixture.Targets), "cost");
        Closeness.Within(1e-12, fixture.Cost, cost, "cost beside the gradients");
        Closeness.Within(1e-12, fixture.Gradients, gradients, "gradients");
        Closeness.Within(1e-12, fixture.InputGradients, inputGradients, "input gradients");
    }

    [Theory]
    [MemberData(nameof(OutputPairs))]
    public void GradientsOfEveryLossAndOutputAreDifferencesOfTheCost(Activation output, Loss loss)
    {
        var random = new Random(((int)output * 100) + (int)loss);
        for (int k = 0; k < 4; k++)
        {
            GradientsAreDifferencesOfTheCost(random, RandomTopology(random, [Activation.Tanh, Activation.Sigmoid], output, loss));
        }
    }

    [Theory]
    [MemberData(nameof(HiddenActivations))]
    public void GradientsThroughEveryHiddenActivationAreDifferencesOfTheCost(Activation hidden)
    {
        var random = new Random(1000 + (int)hidden);
        for (int k = 0; k < 4; k++)
        {
            GradientsAreDifferencesOfTheCost(random, RandomTopology(random, [hidden], Activation.Identity, Loss.SquaredError));
        }
    }

    [Theory]
    [MemberData(nameof(OutputPairs))]
    public void FeedingTheLosssOwnOutputGradientGivesTheLosssGradients(Activation output, Loss loss)
    {
        var random = new Random(2000 + ((int)output * 100) + (int)loss);
        Topology topology = RandomTopology(random, [Activation.Softplus], output, loss);
        var oracle = new Oracle(topology);
        double[] parameters = Normal(random, topology.ParameterCount, 0.5);
        double[] inputs = Normal(random, 3 * topology.InputSize, 1);
        double[] targets = Targets(random, 3, topology);

        (_, double[] expected, double[] expectedInputs) = oracle.Gradients(parameters, inputs, targets);
        double factor = topology.Reduction == Reduction.Mean ? 1.0 / 3 : 1;
        double[] outputGradients = oracle.Forward(parameters, inputs)
            .Zip(targets, (a, y) => factor * OutputGradient(loss, a, y, topology.OutputSize))
            .ToArray();
        (double[] gradients, double[] inputGradients) = oracle.GradientsFromOutput(parameters, inputs, outputGradients);

        Closeness.Within(1e-9, expected, gradients, "gradients");
        Closeness.Within(1e-9, expectedInputs, inputGradients, "input gradients");
    }

    [Fact]
    public void SoftmaxCrossEntropyHoldsForTargetsThatDoNotSumToOne()
    {
        var random = new Random(7);
        var topology = new Topology([3, 4], [Activation.Softmax], Loss.CrossEntropy, Reduction.Mean, Bias: true);
        var oracle = new Oracle(topology);
        double[] parameters = Normal(random, topology.ParameterCount, 0.5);
        double[] inputs = Normal(random, 6, 1);
        double[] targets = Uniform(random, 8, 0, 3);

        Closeness.Within(
            1e-7,
            FiniteDifferences.Gradients(oracle, parameters, inputs, targets),
            oracle.Gradients(parameters, inputs, targets).Gradients,
            "gradients");
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    public void CrossEntropiesStayFiniteFarOut(double z)
    {
        var binary = new Oracle(new Topology([1, 1], [Activation.Sigmoid], Loss.BinaryCrossEntropy, Reduction.Mean, Bias: false));
        var softmax = new Oracle(new Topology([1, 2], [Activation.Softmax], Loss.CrossEntropy, Reduction.Mean, Bias: false));

        Assert.Equal(Math.Max(z, 0), binary.Cost([z], [1], [0]));
        Assert.Equal(Math.Max(-z, 0), binary.Cost([z], [1], [1]));
        Assert.Equal(Math.Max(z, 0), softmax.Cost([z, 0], [1], [0, 1]));
        Assert.Equal(Math.Max(-z, 0), softmax.Cost([z, 0], [1], [1, 0]));
        Assert.All(binary.Gradients([z], [1], [0.5]).Gradients, value => Assert.True(double.IsFinite(value)));
        Assert.All(softmax.Gradients([z, 0], [1], [0.5, 0.5]).Gradients, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void ClosenessNamesTheWorstElementAndRefusesWhatIsNotFinite()
    {
        Closeness.Within(0.1, new double[] { 10, 0 }, new double[] { 10, 0.9 }, "close");

        string message = Assert.ThrowsAny<Exception>(
            () => Closeness.Within(0.1, new double[] { 10, 0 }, new double[] { 10.5, 1.5 }, "far")).Message;
        Assert.Contains("far[1]", message);
        Assert.Contains("1.5", message);
        Assert.ThrowsAny<Exception>(() => Closeness.Within(1, new double[] { 1 }, new double[] { double.NaN }, "not a number"));
        Assert.ThrowsAny<Exception>(() => Closeness.Within(1, new double[] { 1 }, new double[] { 1, 1 }, "longer"));
    }

    private static void GradientsAreDifferencesOfTheCost(Random random, Topology topology)
    {
        var oracle = new Oracle(topology);
        double[] parameters = Normal(random, topology.ParameterCount, 0.7);
        double[] inputs = Normal(random, 3 * topology.InputSize, 1);
        double[] targets = Targets(random, 3, topology);

        (double cost, double[] gradients, double[] inputGradients) = oracle.Gradients(parameters, inputs, targets);

        Closeness.Within(1e-12, oracle.Cost(parameters, inputs, targets), cost, $"{topology}: cost");
        Closeness.Within(1e-7, FiniteDifferences.Gradients(oracle, parameters, inputs, targets), gradients, $"{topology}: gradients");
        Closeness.Within(1e-7, FiniteDifferences.InputGradients(oracle, parameters, inputs, targets), inputGradients, $"{topology}: input gradients");
    }

    private static bool Allows(Activation output, Loss loss) => loss switch
    {
        Loss.BinaryCrossEntropy => output == Activation.Sigmoid,
        Loss.CrossEntropy => output == Activation.Softmax,
        _ => true,
    };

    private static double OutputGradient(Loss loss, double a, double y, int outputs) => loss switch
    {
        Loss.SquaredError => 2 * (a - y),
        Loss.HalfSquaredError => a - y,
        Loss.MeanSquaredError => 2 * (a - y) / outputs,
        Loss.Huber => Math.Clamp(a - y, -1, 1),
        Loss.BinaryCrossEntropy => ((1 - y) / (1 - a)) - (y / a),
        _ => -y / a,
    };

    private static Topology RandomTopology(Random random, Activation[] hidden, Activation output, Loss loss)
    {
        // Softmax over one neuron is the constant 1, and its gradient zero: nothing to compare.
        int smallestOutput = output == Activation.Softmax ? 2 : 1;
        var sizes = new List<int> { random.Next(1, 6) };

        // A layer of one or two neurons can choke the input gradients down to the rounding noise of the differences.
        sizes.AddRange(hidden.Select(_ => random.Next(3, 8)));
        sizes.Add(random.Next(smallestOutput, 5));
        return new Topology([.. sizes], [.. hidden, output], loss, (Reduction)random.Next(2), Bias: random.Next(3) > 0);
    }

    private static double[] Targets(Random random, int rows, Topology topology) => topology.Loss switch
    {
        // Probabilities, and for the softmax loss also targets that do not sum to 1.
        Loss.BinaryCrossEntropy or Loss.CrossEntropy => Uniform(random, rows * topology.OutputSize, 0, 1),

        // Wide enough for both branches of the Huber loss.
        _ => Normal(random, rows * topology.OutputSize, 1.5),
    };

    private static double[] Uniform(Random random, int count, double low, double high) =>
        Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextDouble())).ToArray();

    private static double[] Normal(Random random, int count, double deviation) =>
        Enumerable.Range(0, count)
            .Select(_ => deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))
            .ToArray();
}
