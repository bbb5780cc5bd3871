using System;

namespace Backprop;

/// <summary>What came of one epoch.</summary>
public readonly record struct EpochReport
{
    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>
    /// The mean training cost of a row, each taken before the step it was part of, as in Keras: of parameters that changed meanwhile, so
    /// it lags behind <see cref="ValidationCost"/>. Rows count with their weights.
    /// </summary>
    public double Cost { get; init; }

    /// <summary>
    /// The share of training rows whose class the network tells right after the epoch, 0 … 1; null unless <see cref="FitOptions.TrainAccuracy"/>
    /// asks for it and the rows have classes.
    /// </summary>
    public double? Accuracy { get; init; }

    /// <summary>The mean cost of a row of the validation set after the epoch; null without one.</summary>
    public double? ValidationCost { get; init; }

    /// <summary>The share of validation rows whose class the network tells right after the epoch, 0 … 1; null without a validation set that has classes.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public float LearningRate { get; init; }

    /// <summary>The time of the epoch, its validation included.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The training rows per second, without the validation.</summary>
    public double SamplesPerSecond { get; init; }

    /// <summary>What early stopping, the target cost and the best epoch go by: <see cref="ValidationCost"/> if there is one, else <see cref="Cost"/>.</summary>
    public double MonitoredCost => ValidationCost ?? Cost;
}
