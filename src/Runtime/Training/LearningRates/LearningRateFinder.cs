using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Backprop.Numerics;
using Backprop.Training;

namespace Backprop;

/// <summary>
/// The learning rate range test (Smith, "Cyclical learning rates for training neural networks", 2017, section 3.3): some steps with a learning rate that grows from
/// very small to too large.
/// </summary>
/// <remarks>
/// <code>
/// LearningRateCurve curve = LearningRateFinder.Run(network, data, optimizer);
/// Console.WriteLine(curve);
/// optimizer.LearningRate = curve.Suggestion ?? optimizer.LearningRate;
/// </code>
/// The suggestion is for the optimizer that was given, and for batches of the size that was tried. Costs of batches are noisy: look at the curve, too.
/// </remarks>
public static class LearningRateFinder
{
    /// <summary>Runs the test. Afterwards network and optimizer are as they were: parameters, learning rate, what is remembered, the masks of dropout to come.</summary>
    /// <param name="network">The network. It must not be used elsewhere meanwhile.</param>
    /// <param name="data">The rows; more epochs of them begin if the steps need that.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <param name="options">The rates, and how to go through the rows; null: the defaults.</param>
    /// <returns>The costs at each rate, and a suggestion.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network, or an option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A <c>Fit</c> trains the network.</exception>
    public static LearningRateCurve Run(INetwork network, Dataset data, Optimizer optimizer, LearningRateFinderOptions? options = null)
    {
        options ??= new LearningRateFinderOptions();
        options.CheckRates();
        var trainer = new Trainer(network, data, optimizer, options);
        using TrainingTrial trial = new(network, optimizer);
        return new LearningRateCurve(Costs(trainer, options));
    }

    /// <summary>Steps until the costs diverge.</summary>
    private static ReadOnlySpan<LearningRatePoint> Costs(Trainer trainer, LearningRateFinderOptions options)
    {
        int window = LearningRateCurve.Window(options.Steps);
        double growth = ExactMath.Root((double)options.MaxLearningRate / options.MinLearningRate, options.Steps - 1);
        double leastMean = double.PositiveInfinity;
        List<LearningRatePoint> points = [];
        double rate = options.MinLearningRate;
        for (int i = 0; i < options.Steps; i++)
        {
            trainer.Optimizer.LearningRate = (float)rate;
            float cost = trainer.Step();
            if (!float.IsFinite(cost))
            {
                break;
            }

            points.Add(new LearningRatePoint((float)rate, cost, cost));
            double mean = LearningRateCurve.MeanCost(CollectionsMarshal.AsSpan(points)[Math.Max(0, i + 1 - window)..]);
            if (mean > options.DivergenceFactor * leastMean)
            {
                break;
            }

            leastMean = i + 1 < window ? leastMean : Math.Min(leastMean, mean);
            rate *= growth;
        }

        return CollectionsMarshal.AsSpan(points);
    }
}
