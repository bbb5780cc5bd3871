using System;
using System.Linq;
using Backprop.Memory;
using Backprop.Reference;
using Xunit;
using Xunit.Abstractions;

namespace Backprop.Network.Tests;

/// <summary>Right gradients pass the check, wrong ones do not, and nothing is changed by it.</summary>
public sealed class NetworkChecksTests(ITestOutputHelper output)
{
    public static TheoryData<Type> Networks => new(
        typeof(SmallNet), typeof(SmallSumNet), typeof(NoBiasNet), typeof(OddNet), typeof(OneNet), typeof(DigitNet), typeof(SoftmaxNet), typeof(TanhNet), typeof(LogisticNet),
        typeof(HalfQuadraticNet), typeof(MediumNet), typeof(SparseOddNet), typeof(XorNet), typeof(PaddedNet), typeof(ManyStripsNet));

    [Theory]
    [MemberData(nameof(Networks))]
    public void RightGradientsAreWithinOneHundredth(Type network)
    {
        foreach (int rows in new[] { 1, 5, 40 })
        {
            RightGradientsOf(network, rows);
        }
    }

    private void RightGradientsOf(Type network, int rows)
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            Subject subject = Subject.Of((INetwork)Activator.CreateInstance(network, (ulong)seed)!);
            GradientCheckOptions options = new() { MaxParameters = 60, Seed = (ulong)seed };

            GradientCheck check = subject.Network.CheckGradients(subject.Inputs(seed, rows), subject.Targets(seed, rows), options);
            GradientCheck labels = subject.Network.CheckGradients(subject.Inputs(seed, rows), subject.Labels(seed, rows), options);

            output.WriteLine(check.ToString());
            Assert.True(check.IsWithin(0.01), check.ToString());
            Assert.True(labels.IsWithin(0.01), labels.ToString());
        }
    }

    /// <summary>A bias at the kink of its ReLU has two one-sided derivatives, and <c>Backward</c> takes the left one.</summary>
    [Fact]
    public void AKinkIsNotAnError()
    {
        var network = new SmallNet(1);

        GradientCheck check = network.CheckGradients(new float[3], [0f, 1f]);

        Assert.True(check.IsWithin(0.01), check.ToString());
        Assert.True(check.Layers[0].LargestAbsoluteDifference > 0.001, check.ToString());
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 4, 0)]
    [InlineData(2, -1, 1)]
    public void AWrongGradientIsFoundAndNamed(int layer, int input, int neuron)
    {
        var network = new WrongNet(layer, neuron, input);
        Subject shape = Subject.Of(typeof(SmallNet));

        GradientCheck check = network.CheckGradients(shape.Inputs(3, 9), shape.Targets(4, 9));

        Assert.False(check.IsWithin(0.1), check.ToString());
        LayerGradientCheck worst = check.Layers[layer - 1];
        Assert.Equal((layer, neuron, input), (worst.Layer, worst.WorstNeuron, worst.WorstInput));
        Assert.Equal(input < 0 ? $"layer {layer}, neuron {neuron}, bias" : $"layer {layer}, neuron {neuron}, input {input}", worst.WorstParameter);
        Assert.Equal(worst.LargestRelativeDifference, check.LargestRelativeDifference);
        Assert.Contains(worst.WorstParameter, check.ToString(), StringComparison.Ordinal);
        Assert.True(check.Layers[2 - layer].LargestRelativeDifference < 0.01, check.ToString());
    }

    [Fact]
    public void TheDifferencesAreThoseOfAReferenceInDoublePrecision()
    {
        Subject subject = Subject.Of(new TanhNet(3));
        float[] inputs = subject.Inputs(5, 6);
        float[] targets = subject.Targets(6, 6);
        double[] reference = FiniteDifferences.Gradients(subject.Oracle, Precision.ToDouble(subject.Parameters), Precision.ToDouble(inputs), Precision.ToDouble(targets));
        double cost = subject.Network.Cost(inputs, targets);

        // One parameter of each layer by itself, so that the worst is the only one.
        for (ulong seed = 0; seed < 40; seed++)
        {
            GradientCheck check = subject.Network.CheckGradients(inputs, targets, new GradientCheckOptions { MaxParameters = 1, Seed = seed });
            int start = 0;
            foreach (LayerGradientCheck layer in check.Layers)
            {
                int inputsOf = subject.Topology.Sizes[layer.Layer - 1];
                int weights = inputsOf * subject.Topology.Sizes[layer.Layer];
                int index = start + (layer.WorstInput < 0 ? weights + layer.WorstNeuron : (layer.WorstNeuron * inputsOf) + layer.WorstInput);
                Assert.Equal(reference[index], layer.WorstDifferenceQuotient, 2e-5 * cost);
                Assert.Equal(1, layer.CheckedCount);
                start += layer.ParameterCount;
            }
        }
    }

    [Fact]
    public void AWholeLayerOrASampleOfItIsChecked()
    {
        Subject subject = Subject.Of(typeof(DigitNet));

        GradientCheck check = subject.Network.CheckGradients(subject.Inputs(1, 2), subject.Targets(2, 2), new GradientCheckOptions { MaxParameters = 200 });

        Assert.Equal([200, 170], check.Layers.Select(static layer => layer.CheckedCount));
        Assert.Equal([12560, 170], check.Layers.Select(static layer => layer.ParameterCount));
    }

    [Fact]
    public void TheSameSeedMakesTheSameReport()
    {
        Subject subject = Subject.Of(typeof(DigitNet));
        float[] inputs = subject.Inputs(1, 2);
        float[] targets = subject.Targets(2, 2);

        Assert.Equal(Report(1), Report(1));
        Assert.NotEqual(Report(1), Report(2));

        string Report(ulong seed) => subject.Network.CheckGradients(inputs, targets, new GradientCheckOptions { MaxParameters = 20, Seed = seed }).ToString();
    }

    [Theory]
    [InlineData(typeof(SmallNet))]
    [InlineData(typeof(DigitNet))]
    public void ChecksLeaveEveryBitAsItWas(Type network)
    {
        Subject subject = Subject.Randomized(network, 1);
        float[] inputs = subject.Inputs(1, 8);
        subject.Network.Backward(inputs, subject.Targets(2, 8));
        subject.Network.Gradients[0] = -0f;
        float[] parameters = subject.Network.Parameters.ToArray();
        float[] gradients = subject.Network.Gradients.ToArray();

        subject.Network.CheckGradients(inputs, subject.Targets(3, 8), new GradientCheckOptions { MaxParameters = 30 });
        subject.Network.OverfitBatch(inputs, subject.Labels(3, 8), maxSteps: 20);
        Assert.ThrowsAny<ArgumentException>(() => subject.Network.CheckGradients(inputs, new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => subject.Network.OverfitBatch(inputs, new float[1]));

        Bits.Same(parameters, subject.Network.Parameters);
        Bits.Same(gradients, subject.Network.Gradients);
    }

    [Fact]
    public void WhatCannotBeDecidedIsCounted()
    {
        Subject subject = Subject.Of(new TanhNet(1)), kinks = Subject.Of(new MediumNet(1));
        GradientCheckOptions options = new() { MaxParameters = 60 };

        GradientCheck smooth = subject.Network.CheckGradients(subject.Inputs(1, 2), subject.Targets(2, 2), options);
        float[] large = Array.ConvertAll(kinks.Inputs(1, 40), static x => 1e4f * x);
        GradientCheck rough = kinks.Network.CheckGradients(large, kinks.Targets(2, 40), options);

        Assert.All(smooth.Layers, static layer => Assert.Equal(0, layer.UndecidedCount));
        Assert.DoesNotContain("unnoticed", smooth.ToString(), StringComparison.Ordinal);
        Assert.True(rough.Layers.Sum(static layer => layer.UndecidedCount) > 0, rough.ToString());
        Assert.Contains("unnoticed", rough.ToString(), StringComparison.Ordinal);
        output.WriteLine($"{smooth}\n{rough}");
    }

    [Fact]
    public void OfEqualsTheWorstIsThatWithTheLargestDifference()
    {
        Subject subject = Subject.Of(new TanhNet(1));

        GradientCheck check = subject.Network.CheckGradients(subject.Inputs(1, 2), subject.Targets(2, 2));

        Assert.All(
            check.Layers.Where(static layer => layer.LargestRelativeDifference == 0),
            static layer => Assert.Equal(layer.LargestAbsoluteDifference, Math.Abs(layer.WorstGradient - layer.WorstDifferenceQuotient)));
        Assert.Contains(check.Layers, static layer => layer.LargestRelativeDifference == 0);
    }

    [Fact]
    public void TrialsChangeNeitherTheMasksOfDropoutToComeNorWhatTheOptimizerRemembers()
    {
        Subject subject = Subject.Of(typeof(DropoutNet)), untouched = Subject.Of(typeof(DropoutNet));
        float[] inputs = subject.Inputs(1, 8);
        float[] targets = subject.Targets(2, 8);
        Adam adam = new(), adamOfUntouched = new();
        subject.Network.Train(inputs, targets, adam);
        untouched.Network.Train(inputs, targets, adamOfUntouched);

        subject.Network.OverfitBatch(inputs, targets, maxSteps: 3, optimizer: adam);
        LearningRateFinder.Run(subject.Network, Dataset.FromTargets(inputs, 20, targets, 5), adam, new LearningRateFinderOptions { Steps = 5 });

        subject.Network.Train(inputs, targets, adam);
        untouched.Network.Train(inputs, targets, adamOfUntouched);
        Bits.Same(untouched.Parameters, subject.Parameters);
    }

    [Fact]
    public void ACostThatIsNoNumberIsNotWithinAnything()
    {
        var network = new SmallNet();

        GradientCheck check = network.CheckGradients([float.NaN, 1f, 1f], [0f, 1f]);

        Assert.False(check.IsWithin(double.MaxValue), check.ToString());
    }

    [Fact]
    public void OneBatchIsOverfitted()
    {
        Subject subject = Subject.Of(new SoftmaxNet(1));
        float[] inputs = subject.Inputs(1, 8);
        int[] labels = subject.Labels(2, 8);

        OverfitResult result = subject.Network.OverfitBatch(inputs, labels);

        Assert.True(result.IsReached, result.ToString());
        Assert.True(result.CostAfter <= 0.01f && result.CostBefore > 0.5f && result.Steps is > 5 and < 1000, result.ToString());
        Assert.Equal(subject.Network.Cost(inputs, labels), result.CostBefore);
    }

    /// <summary>The steps are those of a user's own loop.</summary>
    [Fact]
    public void ItStopsAtTheFirstStepThatReachesTheCost()
    {
        Subject subject = Subject.Of(new XorLearner(2));
        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
        float[] targets = [0, 1, 1, 0];
        OverfitResult result = subject.Network.OverfitBatch(inputs, targets, 0.05f, 5000, new Sgd(1f));

        var same = new XorLearner(2);
        var sgd = new Sgd(1f);
        int steps = 0;
        while (same.Cost(inputs, targets) > 0.05f)
        {
            same.Train(inputs, targets, sgd);
            steps++;
        }

        Assert.Equal(new OverfitResult(subject.Network.Cost(inputs, targets), same.Cost(inputs, targets), steps, true), result);
    }

    [Fact]
    public void WhatCannotBeLearntIsNotReached()
    {
        // The same input with two targets: the least cost is that of their mean, ½ · (0.5² + 0.5²) = 0.25.
        OverfitResult result = new OneNet(1).OverfitBatch([1f, 1f], [0f, 1f], 0.2f, 300);

        Assert.False(result.IsReached);
        Assert.Equal(300, result.Steps);
        Assert.Equal(0.25, result.CostAfter, 0.01);
        Assert.EndsWith("in 300 steps: not reached", result.ToString());
    }

    [Fact]
    public void AnExplosionEndsIt()
    {
        OverfitResult result = new OneNet(1).OverfitBatch([1e3f], [1f], 0f, 100_000, new Sgd(1e3f));

        Assert.False(result.IsReached);
        Assert.False(float.IsFinite(result.CostAfter));
        Assert.True(result.Steps < 100, result.ToString());
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        var network = new OneNet();
        Assert.Throws<ArgumentOutOfRangeException>("targetCost", () => network.OverfitBatch([1f], [1f], -1f));
        Assert.Throws<ArgumentOutOfRangeException>("targetCost", () => network.OverfitBatch([1f], [1f], float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("maxSteps", () => network.OverfitBatch([1f], [1f], 0.1f, -1));
        Assert.Throws<ArgumentOutOfRangeException>("MaxParameters", () => network.CheckGradients([1f], [1f], new GradientCheckOptions { MaxParameters = 0 }));
        Assert.Throws<ArgumentNullException>("network", () => NetworkChecks.CheckGradients(null!, [1f], [1f]));
        Assert.Throws<ArgumentNullException>("network", () => NetworkChecks.OverfitBatch(null!, [1f], [1f]));
    }

    /// <summary>One gradient of the smallest network is half too large.</summary>
    private sealed class WrongNet(int layer, int neuron, int input) : SmallNet(1), INetwork
    {
        float INetwork.Backward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
        {
            float cost = Backward(inputs, targets);
            ParameterGradient() *= 1.5f;
            return cost;
        }

        private ref float ParameterGradient()
        {
            ParameterLayout layout = ((INetwork)this).Core!.Layout;
            return ref Gradients[input < 0 ? layout.BiasIndex(layer, neuron) : layout.WeightIndex(layer, neuron, input)];
        }
    }
}
