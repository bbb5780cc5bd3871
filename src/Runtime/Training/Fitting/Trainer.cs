using System;
using System.Runtime.CompilerServices;
using Backprop.Numerics;
using Backprop.Training;

namespace Backprop;

/// <summary>
/// Takes training steps over the rows of a data set, batch by batch and epoch by epoch, in an order that a seed decides. It can stop after any
/// step and go on later: inside the frames of a game, for example. After the constructor nothing allocates.
/// </summary>
public sealed class Trainer
{
    private readonly TrainerOptions _options;
    private readonly float[]? _classWeights;
    private readonly RandomSource _random;
    private readonly int[] _order;
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly int[] _labels;
    private readonly bool _hasWeights;
    private readonly bool _costIsSum;
    private int _next;
    private bool _isShuffled;
    private double _costOfRows;

    /// <summary>Allocates all that the training will need.</summary>
    /// <param name="network">The network to train. It must not be used elsewhere while a member runs.</param>
    /// <param name="data">The rows.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <param name="options">How to go through the rows; null: the defaults.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or an option is out of its range.</exception>
    public Trainer(INetwork network, Dataset data, Optimizer optimizer, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(optimizer);
        NetworkData.Check(network, data, nameof(data));
        _options = options ?? new TrainerOptions();
        _options.Check(data);
        Network = network;
        Data = data;
        (Rows, _classWeights) = NetworkData.Adapt(network, data, _options.ClassWeights);
        Optimizer = optimizer;
        _random = new RandomSource(_options.Seed);
        _costIsSum = Declaration.Reduction(network) == Reduction.Sum;
        _order = new int[data.Count];
        for (int row = 0; row < _order.Length; row++)
        {
            _order[row] = row;
        }

        bool copies = network.Core is null;
        _hasWeights = Rows.HasWeights || _classWeights is not null;
        if (copies && _hasWeights)
        {
            throw new ArgumentException($"network: expected a generated network for rows with weights, got {network.GetType()}", nameof(network));
        }

        int batch = copies ? Math.Min(_options.BatchSize, data.Count) : 0;
        _inputs = new float[batch * Rows.InputSize];
        _targets = new float[batch * Rows.TargetSize];
        _labels = new int[Rows.HasLabels ? batch : 0];
    }

    /// <summary>The network.</summary>
    public INetwork Network { get; }

    /// <summary>The rows.</summary>
    public Dataset Data { get; }

    /// <summary>The update rule; its learning rate may be changed between steps.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The whole epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>The steps of an epoch.</summary>
    public int StepsPerEpoch => ((Data.Count - 1) / _options.BatchSize) + 1;

    /// <summary>The steps of the epoch that has begun, 0 … <see cref="StepsPerEpoch"/> − 1.</summary>
    public int StepInEpoch => _next / _options.BatchSize;

    /// <summary>The mean cost of a row in the last whole epoch, whatever the network's <see cref="Reduction"/>, each taken before the step it was part of; NaN before the end of the first.</summary>
    public double Cost { get; private set; } = double.NaN;

    /// <summary>The rows as the network takes them.</summary>
    internal Dataset Rows { get; }

    /// <summary>Takes one step.</summary>
    /// <returns>The cost of its rows before the step.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Step()
    {
        if (!_isShuffled && _options.Shuffle)
        {
            _random.Shuffle<int>(_order);
            _isShuffled = true;
        }

        int rows = Math.Min(_options.BatchSize, Data.Count - _next);
        float cost = TrainRows(_next, rows);
        _costOfRows += _costIsSum ? cost : (double)cost * rows;
        _next += rows;
        if (_next == Data.Count)
        {
            Cost = _costOfRows / Data.Count;
            _costOfRows = 0;
            _next = 0;
            _isShuffled = false;
            Epoch++;
        }

        return cost;
    }

    /// <summary>Takes whole steps while there is time: none begins after the time is over, so it is exceeded by less than one step.</summary>
    /// <param name="budget">The time, at least zero.</param>
    /// <returns>The number of steps taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="budget"/> is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int TrainFor(TimeSpan budget)
    {
        if (budget < TimeSpan.Zero)
        {
            throw Ranges.OutOfRange(nameof(budget), "at least zero", budget);
        }

        TimeProvider clock = _options.Clock;
        long start = clock.GetTimestamp();
        int steps = 0;
        while (clock.GetElapsedTime(start) < budget)
        {
            Step();
            steps++;
        }

        return steps;
    }

    /// <summary>Rows in their order are passed where they are; others a generated network gathers itself, block by block, and one of another kind gets as a copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float TrainRows(int first, int count)
    {
        if (!_options.Shuffle && !_hasWeights)
        {
            ReadOnlySpan<float> inputs = Rows.Inputs.Slice(first * Rows.InputSize, count * Rows.InputSize);
            return Rows.HasLabels
                ? Network.Train(inputs, Rows.Labels.Slice(first, count), Optimizer)
                : Network.Train(inputs, Rows.Targets.Slice(first * Rows.TargetSize, count * Rows.TargetSize), Optimizer);
        }

        ReadOnlySpan<int> rows = _order.AsSpan(first, count);
        if (Network.Core is not { } core)
        {
            return TrainCopy(rows);
        }

        RowOrder order = new()
        {
            Rows = rows,
            Following = _order.AsSpan(first + count, Math.Min(count, Rows.Count - first - count)),
            Weights = Rows.Weights,
            ClassWeights = _classWeights,
        };
        Targets targets = Rows.HasLabels ? Targets.FromLabels(Rows.Labels) : Targets.FromRows(Rows.Targets);
        return core.Train(Network, Rows.Inputs, targets, order, Optimizer);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float TrainCopy(ReadOnlySpan<int> rows)
    {
        int width = Rows.InputSize;
        int outputs = Rows.TargetSize;
        for (int i = 0; i < rows.Length; i++)
        {
            Rows.Inputs.Slice(rows[i] * width, width).CopyTo(_inputs.AsSpan(i * width));
            Rows.Targets.Slice(rows[i] * outputs, outputs).CopyTo(_targets.AsSpan(i * outputs));
            if (Rows.HasLabels)
            {
                _labels[i] = Rows.Labels[rows[i]];
            }
        }

        ReadOnlySpan<float> inputs = _inputs.AsSpan(0, rows.Length * width);
        return Rows.HasLabels
            ? Network.Train(inputs, _labels.AsSpan(0, rows.Length), Optimizer)
            : Network.Train(inputs, _targets.AsSpan(0, rows.Length * outputs), Optimizer);
    }
}
