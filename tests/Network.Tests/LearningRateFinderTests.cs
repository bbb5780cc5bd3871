using System;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

public sealed class LearningRateFinderTests
{
    private static readonly LearningRateFinderOptions Options = new() { MinLearningRate = 1e-4f, MaxLearningRate = 100f, Steps = 80, BatchSize = 16, Seed = 1 };

    [Fact]
    public void TheSuggestionLearnsAndTheEndDiverges()
    {
        TanhNet network = new(1);
        Sgd sgd = new(0.5f, 0.9f);
        LearningRateCurve curve = LearningRateFinder.Run(network, Data(), sgd, Options);

        Assert.NotNull(curve.Suggestion);
        float suggestion = curve.Suggestion.Value;
        Assert.True(curve.Points.Count < Options.Steps, "the costs did not diverge");
        Assert.InRange(suggestion, curve.Points[1].Rate, curve.Points[^2].Rate);
        double before = CostOf(network);
        Assert.True(CostAfterAnEpoch(suggestion) < 0.5 * before, $"{suggestion} does not learn");
        Assert.False(CostAfterAnEpoch(curve.Points[^1].Rate) < before, $"{curve.Points[^1].Rate} learns");

        static double CostAfterAnEpoch(float rate)
        {
            TanhNet network = new(1);
            Trainer trainer = new(network, Data(), new Sgd(rate, 0.9f), new TrainerOptions { BatchSize = 16 });
            for (int step = 0; step < 4 * trainer.StepsPerEpoch; step++)
            {
                trainer.Step();
            }

            return CostOf(network);
        }
    }

    [Fact]
    public void RatesGrowByTheSameFactorFromTheLowestToTheHighest()
    {
        LearningRateFinderOptions options = Options with { MinLearningRate = 1e-6f, MaxLearningRate = 1e-2f, Steps = 41 };
        LearningRateCurve curve = LearningRateFinder.Run(new TanhNet(1), Data(), new Sgd(1f), options);

        Assert.Equal(41, curve.Points.Count);
        for (int i = 0; i < 41; i++)
        {
            Assert.Equal(1.0, curve.Points[i].Rate / Math.Pow(10, -6 + (i / 10.0)), 1e-6);
        }
    }

    [Fact]
    public void EverythingIsAsItWasBefore()
    {
        Dataset data = Data();
        TanhNet tested = new(1), other = new(1);
        Adam adam = new(0.01f), adamOfOther = new(0.01f);
        for (int step = 0; step < 3; step++)
        {
            tested.Train(data.Inputs, data.Targets, adam);
            other.Train(data.Inputs, data.Targets, adamOfOther);
        }

        tested.Gradients[0] = 3f;
        LearningRateFinder.Run(tested, data, adam, Options);
        Assert.Equal(0.01f, adam.LearningRate);
        Assert.Equal(3f, tested.Gradients[0]);
        Assert.Equal(Bits.Of(other.Parameters), Bits.Of(tested.Parameters));

        // The optimizer's memory too.
        tested.Train(data.Inputs, data.Targets, adam);
        other.Train(data.Inputs, data.Targets, adamOfOther);
        Assert.Equal(Bits.Of(other.Parameters), Bits.Of(tested.Parameters));

        // An optimizer that did not know the network does not know it now.
        Adam fresh = new(0.01f), freshOfOther = new(0.01f);
        LearningRateFinder.Run(tested, data, fresh, Options);
        tested.Train(data.Inputs, data.Targets, fresh);
        other.Train(data.Inputs, data.Targets, freshOfOther);
        Assert.Equal(Bits.Of(other.Parameters), Bits.Of(tested.Parameters));
    }

    [Fact]
    public void TheSameSeedGivesTheSameCurve()
    {
        LearningRateCurve first = LearningRateFinder.Run(new TanhNet(1), Data(), new Sgd(1f), Options);
        LearningRateCurve second = LearningRateFinder.Run(new TanhNet(1), Data(), new Sgd(1f), Options);
        Assert.Equal(first.Points, second.Points);
        Assert.Equal(first.Suggestion, second.Suggestion);
    }

    [Fact]
    public void SmoothedCostsAreMeansOfThoseAround()
    {
        LearningRateCurve curve = LearningRateFinder.Run(new TanhNet(1), Data(), new Sgd(1f), Options with { MaxLearningRate = 1e-2f, Steps = 40 });
        double[] costs = [.. curve.Points.Select(static point => (double)point.Cost)];
        Assert.Equal(costs[0], curve.Points[0].SmoothedCost, 1e-12);
        Assert.Equal(costs[..3].Average(), curve.Points[1].SmoothedCost, 1e-12);
        Assert.Equal(costs[8..13].Average(), curve.Points[10].SmoothedCost, 1e-12);
        Assert.Equal(costs[^1], curve.Points[^1].SmoothedCost, 1e-12);
    }

    [Fact]
    public void PrintsItself()
    {
        LearningRateCurve curve = LearningRateFinder.Run(new TanhNet(1), Data(), new Sgd(1f), Options);
        string[] lines = curve.ToString().Split('\n');
        Assert.Equal(curve.Points.Count + 2, lines.Length);
        Assert.Equal("     rate  smoothed cost", lines[0]);
        Assert.StartsWith(" 1.00e-04  ", lines[1]);
        Assert.Single(lines, static line => line.EndsWith("  <- suggestion", StringComparison.Ordinal));
        Assert.Equal(FormattableString.Invariant($"suggestion: {curve.Suggestion:0.00e+00}"), lines[^1]);
    }

    [Fact]
    public void ACostThatDoesNotFallHasNoSuggestion()
    {
        LearningRateCurve curve = LearningRateFinder.Run(new TanhNet(1), Data(), new Still(), Options with { BatchSize = 64 });
        Assert.Null(curve.Suggestion);
        Assert.EndsWith("no suggestion: the cost does not fall", curve.ToString());
    }

    [Fact]
    public void OptionsOutOfRangeAreRejected()
    {
        Rejects("MinLearningRate", "MinLearningRate: expected a finite value above 0, got 0", Options with { MinLearningRate = 0f });
        Rejects("MaxLearningRate", "MaxLearningRate: expected a finite value above 0.5, got 0.5", Options with { MinLearningRate = 0.5f, MaxLearningRate = 0.5f });
        Rejects("Steps", "Steps: expected at least 2, got 1", Options with { Steps = 1 });
        Rejects("DivergenceFactor", "DivergenceFactor: expected a finite value above 1, got 1", Options with { DivergenceFactor = 1f });
        Rejects("BatchSize", "BatchSize: expected at least 1 row, got 0", Options with { BatchSize = 0 });

        static void Rejects(string name, string message, LearningRateFinderOptions options)
            => Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(name, () => LearningRateFinder.Run(new TanhNet(1), Data(), new Sgd(1f), options)).Message);
    }

    private static double CostOf(TanhNet network) => network.Cost(Data().Inputs, Data().Targets) / Data().Count;

    /// <summary>Rows of a smooth function, in the range of a small network.</summary>
    private static Dataset Data()
    {
        float[] inputs = Samples.Uniform(1, 64 * TanhNet.InputSize, -1f, 1f);
        float[] targets = new float[64 * TanhNet.OutputSize];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = 0.5f * (inputs[i] + inputs[(i / 4 * 4) + ((i + 1) % 4)]);
        }

        return Dataset.FromTargets(inputs, TanhNet.InputSize, targets, TanhNet.OutputSize);
    }

    private sealed class Still() : Optimizer(1f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
        }
    }
}
