using System;
using Backprop.Memory;
using Backprop.Training;

namespace Backprop;

/// <summary>Checks to run before a long training: is the gradient right, and can the network overfit one batch?</summary>
public static class NetworkChecks
{
    // A float cost cannot resolve a gradient that is much smaller: a 256th of the cost counts as the least gradient.
    private const double LeastGradient = 1.0 / 256.0;

    // A wrong gradient is seldom nearer to the right one.
    private const double LargestDecidedUncertainty = 0.1;

    /// <summary>Compares the gradients of <c>Backward</c> with central differences of <c>Cost</c>, parameter by parameter.</summary>
    /// <remarks>
    /// <para>
    /// Costs are floats, so a difference is uncertain by about 10⁻⁶ of the cost where the cost is smooth, and by 10⁻⁴ and more at and before layers
    /// whose activation has a kink (<see cref="Activation.Relu"/>, <see cref="Activation.LeakyRelu"/>, <see cref="Activation.Selu"/>); relative
    /// differences are what goes beyond that uncertainty, and the report counts the parameters of which it leaves nothing to say. What stays below a
    /// relative difference of 0.01 is right as far as floats can tell. Few rows, and inputs of the order of 1, make the sharpest check.
    /// </para>
    /// <para>
    /// Many rows check the way of batches, a single row the way of single rows. Parameters and gradients have the same bits afterwards; nobody else may use
    /// the network meanwhile.
    /// </para>
    /// </remarks>
    /// <param name="network">A class with a <see cref="NetworkAttribute"/>.</param>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row; a few rows are enough.</param>
    /// <param name="targets"><c>m × OutputSize</c> values.</param>
    /// <param name="options">How many parameters, and which; null: the defaults.</param>
    /// <returns>A report.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">A length is wrong, there is no row, an option is out of its range, or the generator did not write the network.</exception>
    public static GradientCheck CheckGradients(this INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, GradientCheckOptions? options = null)
        => Check(network, new RowsWithTargets(inputs, targets), options ?? new GradientCheckOptions());

    /// <summary>Compares the gradients of <c>Backward</c> with central differences of <c>Cost</c>, for class labels.</summary>
    /// <param name="network">A class with a <see cref="NetworkAttribute"/>.</param>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row; a few rows are enough.</param>
    /// <param name="labels"><c>m</c> labels, 0 … <c>OutputSize − 1</c>.</param>
    /// <param name="options">How many parameters, and which; null: the defaults.</param>
    /// <returns>A report.</returns>
    /// <inheritdoc cref="CheckGradients(INetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, GradientCheckOptions?)" path="/remarks"/>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">A length is wrong, a label is out of range, there is no row, an option is out of its range, or the generator did not write the network.</exception>
    public static GradientCheck CheckGradients(this INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, GradientCheckOptions? options = null)
        => Check(network, new RowsWithTargets(inputs, labels), options ?? new GradientCheckOptions());

    /// <summary>
    /// Trains on one batch until the network has overfitted it, and puts everything back: a network that cannot do that with a few rows
    /// has a wrong topology, loss, scale of inputs or learning rate.
    /// </summary>
    /// <remarks>Parameters and masks of dropout have the same bits afterwards, and gradients are not touched; nobody else may use the network meanwhile.</remarks>
    /// <param name="network">The network.</param>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row; a few rows are enough.</param>
    /// <param name="targets"><c>m × OutputSize</c> values.</param>
    /// <param name="targetCost">The reduced cost to reach, at least 0.</param>
    /// <param name="maxSteps">The most steps to take, from 0 up.</param>
    /// <param name="optimizer">The update rule; null: a new <see cref="Adam"/> of learning rate 0.01. What it remembers of this network is the same afterwards, and not used.</param>
    /// <returns>The costs and the steps.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">A length is wrong, there is no row, or a number is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A <c>Fit</c> trains the network.</exception>
    public static OverfitResult OverfitBatch(
        this INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, float targetCost = 0.01f, int maxSteps = 1000, Optimizer? optimizer = null)
        => Overfit(network, new RowsWithTargets(inputs, targets), targetCost, maxSteps, optimizer ?? new Adam(0.01f));

    /// <summary>Trains on one batch until the network has overfitted it, and puts everything back, for class labels.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs"><c>m × InputSize</c> values, at least one row; a few rows are enough.</param>
    /// <param name="labels"><c>m</c> labels, 0 … <c>OutputSize − 1</c>.</param>
    /// <param name="targetCost">The reduced cost to reach, at least 0.</param>
    /// <param name="maxSteps">The most steps to take, from 0 up.</param>
    /// <param name="optimizer">The update rule; null: a new <see cref="Adam"/> of learning rate 0.01. What it remembers of this network is the same afterwards, and not used.</param>
    /// <returns>The costs and the steps.</returns>
    /// <inheritdoc cref="OverfitBatch(INetwork, ReadOnlySpan{float}, ReadOnlySpan{float}, float, int, Optimizer?)" path="/remarks"/>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">A length is wrong, a label is out of range, there is no row, or a number is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A <c>Fit</c> trains the network.</exception>
    public static OverfitResult OverfitBatch(
        this INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, float targetCost = 0.01f, int maxSteps = 1000, Optimizer? optimizer = null)
        => Overfit(network, new RowsWithTargets(inputs, labels), targetCost, maxSteps, optimizer ?? new Adam(0.01f));

    private static GradientCheck Check(INetwork network, RowsWithTargets rows, GradientCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        options.Check();
        ParameterLayout layout = NetworkParameters.LayoutOf(network, nameof(network));
        float[] gradients = GradientsOf(network, rows);
        var random = new RandomSource(options.Seed);
        var layers = new LayerGradientCheck[layout.Layers.Length];
        for (int l = 0; l < layers.Length; l++)
        {
            layers[l] = CheckLayer(network, rows, gradients, l + 1, options.MaxParameters, random);
        }

        return new GradientCheck(layers);
    }

    private static float[] GradientsOf(INetwork network, RowsWithTargets rows)
    {
        Span<float> gradients = network.Gradients;
        float[] saved = gradients.ToArray();
        try
        {
            gradients.Clear();
            rows.Backward(network);
            return gradients.ToArray();
        }
        finally
        {
            saved.CopyTo(gradients);
        }
    }

    private static LayerGradientCheck CheckLayer(INetwork network, RowsWithTargets rows, float[] gradients, int number, int maxParameters, RandomSource random)
    {
        ParameterLayout layout = network.Core!.Layout;
        LayerLayout layer = layout.Layers[number - 1];
        int perNeuron = layer.Inputs + (layer.HasBias ? 1 : 0);
        int count = perNeuron * layer.Neurons;
        int left = Math.Min(count, maxParameters);
        double inputScale = number == 1 ? 1.0 / LargestOf(rows.Inputs) : 1.0;
        double cost = rows.Cost(network);
        bool hasKinks = HasKinks(layout.Layers[(number - 1)..]);
        double largestAbsolute = 0.0;
        double worstAbsolute = double.NegativeInfinity;
        int undecided = 0;
        var worst = new LayerGradientCheck { Layer = number, ParameterCount = count, CheckedCount = left, LargestRelativeDifference = double.NegativeInfinity };
        for (int i = 0; left > 0; i++)
        {
            // Each sample of that size is equally likely (Knuth, "The art of computer programming", volume 2, 3.4.2, algorithm S).
            if (random.NextInt32(count - i) >= left)
            {
                continue;
            }

            left--;
            int neuron = i / perNeuron;
            int input = i % perNeuron;
            bool isBias = input == layer.Inputs;
            int index = isBias ? layout.BiasIndex(number, neuron) : layout.WeightIndex(number, neuron, input);
            ref float parameter = ref network.Parameters[index];
            double scale = Math.Max(1.0, Math.Abs(parameter)) * (isBias ? 1.0 : inputScale);
            DifferenceQuotient quotient = DifferenceQuotient.Of(network, rows, cost, ref parameter, scale, hasKinks);
            double gradient = gradients[index];
            double absolute = OrInfinity(Math.Abs(gradient - quotient.Value));
            double size = Math.Max(Math.Max(Math.Abs(gradient), Math.Abs(quotient.Value)), quotient.LargestCost * LeastGradient);
            double excess = Math.Max(0.0, absolute - quotient.Uncertainty);
            double relative = excess == 0.0 ? 0.0 : OrInfinity(excess / size);
            largestAbsolute = Math.Max(largestAbsolute, absolute);
            undecided += quotient.Uncertainty <= LargestDecidedUncertainty * size ? 0 : 1;
            if (relative > worst.LargestRelativeDifference || (relative == worst.LargestRelativeDifference && absolute > worstAbsolute))
            {
                worstAbsolute = absolute;
                worst = worst with
                {
                    LargestRelativeDifference = relative,
                    WorstNeuron = neuron,
                    WorstInput = isBias ? -1 : input,
                    WorstGradient = gradient,
                    WorstDifferenceQuotient = quotient.Value,
                    WorstUncertainty = quotient.Uncertainty,
                };
            }
        }

        return worst with { LargestAbsoluteDifference = largestAbsolute, UndecidedCount = undecided };
    }

    private static bool HasKinks(ReadOnlySpan<LayerLayout> layers)
    {
        foreach (LayerLayout layer in layers)
        {
            if (layer.Activation is Activation.Relu or Activation.LeakyRelu or Activation.Selu)
            {
                return true;
            }
        }

        return false;
    }

    private static OverfitResult Overfit(INetwork network, RowsWithTargets rows, float targetCost, int maxSteps, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkData.CheckTargets(network, rows.Targets, "targets");
        if (!(targetCost >= 0f))
        {
            throw Ranges.OutOfRange(nameof(targetCost), "at least 0", targetCost);
        }

        Ranges.CheckAtLeast(maxSteps, 0, nameof(maxSteps));

        float before = rows.Cost(network);
        using TrainingTrial trial = new(network, optimizer);
        float cost = before;
        int steps = 0;
        while (cost > targetCost && float.IsFinite(cost) && steps < maxSteps)
        {
            rows.Train(network, optimizer);
            steps++;
            cost = rows.Cost(network);
        }

        return new OverfitResult(before, cost, steps, cost <= targetCost);
    }

    private static double LargestOf(ReadOnlySpan<float> inputs)
    {
        float largest = 1f;
        foreach (float input in inputs)
        {
            largest = MathF.Max(largest, MathF.Abs(input));
        }

        return largest;
    }

    private static double OrInfinity(double value) => double.IsNaN(value) ? double.PositiveInfinity : value;
}
