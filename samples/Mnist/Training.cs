using System;
using System.Diagnostics;
using Backprop;

namespace Mnist;

/// <summary>Trains a network on digits, epoch by epoch, and measures the time and the memory that takes.</summary>
/// <remarks>
/// Ten digits a step, gradient descent, and a learning rate that falls by a tenth each epoch: chosen with the last 5,000 of the
/// training digits held out; the test digits were not used for it.
/// </remarks>
internal sealed class Training
{
    /// <summary>How often the training goes through all digits.</summary>
    public const int Epochs = 15;

    private const int BatchSize = 10;
    private const float LearningRate = 1f;
    private const float Decay = 0.9f;

    private readonly DigitNet _network;
    private readonly Digits _digits;
    private readonly Sgd _optimizer = new(LearningRate);
    private readonly RandomSource _random = new(seed: 1);

    // All the loop will ever need.
    private readonly int[] _order;
    private readonly float[] _images = new float[BatchSize * Digits.Pixels];
    private readonly int[] _labels = new int[BatchSize];

    public Training(DigitNet network, Digits digits)
    {
        _network = network;
        _digits = digits;
        _order = new int[digits.Count];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        // The optimizer allocates its state for a network at their first step, and the runtime allocates as it compiles a method:
        // a warm-up step at a learning rate of 0, which changes no parameter.
        _optimizer.LearningRate = 0;
        Step(_order.AsSpan(0, Math.Min(BatchSize, _order.Length)));
        _optimizer.LearningRate = LearningRate;
    }

    /// <summary>The epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>The mean cost of a digit in the last epoch, each taken before the step it was part of.</summary>
    public double Cost { get; private set; }

    /// <summary>The time of all epochs: shuffling, gathering and training, on one thread.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>
    /// The bytes allocated in all epochs: the count of the training thread or that of the whole process, whichever is larger.
    /// </summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>One pass through all digits, in a new random order. What the caller does between two passes is not measured.</summary>
    public void RunEpoch()
    {
        long processBytes = GC.GetTotalAllocatedBytes(precise: true);
        long threadBytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();

        double cost = 0;
        _random.Shuffle<int>(_order);
        for (int first = 0; first < _order.Length; first += BatchSize)
        {
            cost += Step(_order.AsSpan(first, Math.Min(BatchSize, _order.Length - first)));
        }

        _optimizer.LearningRate *= Decay;

        Time += Stopwatch.GetElapsedTime(start);
        threadBytes = GC.GetAllocatedBytesForCurrentThread() - threadBytes;
        processBytes = GC.GetTotalAllocatedBytes(precise: true) - processBytes;
        AllocatedBytes += Math.Max(threadBytes, processBytes);
        Cost = cost / _order.Length;
        Epoch++;
    }

    // One step with some of the digits, copied into consecutive rows; returns the sum of their costs.
    private double Step(ReadOnlySpan<int> indices)
    {
        int rows = indices.Length;
        for (int row = 0; row < rows; row++)
        {
            _digits.Image(indices[row]).CopyTo(_images.AsSpan(row * Digits.Pixels));
            _labels[row] = _digits.Labels[indices[row]];
        }

        return rows * _network.Train(_images.AsSpan(0, rows * Digits.Pixels), _labels.AsSpan(0, rows), _optimizer);
    }
}
