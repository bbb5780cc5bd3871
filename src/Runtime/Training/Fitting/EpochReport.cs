using System;
using System.Globalization;
using System.Text;
using Backprop.Training;

namespace Backprop;

/// <summary>What came of one epoch. It prints itself as a line.</summary>
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
    /// The share of training rows whose class the network tells right after the epoch, 0 … 1; null unless <see cref="FitOptions.TrainMetrics"/>
    /// asks for it and the rows have classes.
    /// </summary>
    public double? Accuracy { get; init; }

    /// <summary>
    /// The mean squared error on the training rows after the epoch, a mean over rows and outputs; null unless
    /// <see cref="FitOptions.TrainMetrics"/> asks for it and the rows have no classes.
    /// </summary>
    public double? MeanSquaredError { get; init; }

    /// <summary>The mean absolute error, where there is a <see cref="MeanSquaredError"/>.</summary>
    public double? MeanAbsoluteError { get; init; }

    /// <summary>The mean cost of a row of the validation set after the epoch; null without one.</summary>
    public double? ValidationCost { get; init; }

    /// <summary>The share of validation rows whose class the network tells right after the epoch, 0 … 1; null without a validation set that has classes.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>The mean squared error on the validation set after the epoch, a mean over rows and outputs; null without one, and for rows with classes.</summary>
    public double? ValidationMeanSquaredError { get; init; }

    /// <summary>The mean absolute error, where there is a <see cref="ValidationMeanSquaredError"/>.</summary>
    public double? ValidationMeanAbsoluteError { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public float LearningRate { get; init; }

    /// <summary>The time of the epoch, its validation included.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The training rows per second, without the validation.</summary>
    public double SamplesPerSecond { get; init; }

    /// <summary>What the target cost and schedules go by: <see cref="ValidationCost"/> if there is one, else <see cref="Cost"/>.</summary>
    public double MonitoredCost => ValidationCost ?? Cost;

    /// <summary>For example "epoch 3: cost 0.241533, validation cost 0.263800, validation accuracy 0.9171".</summary>
    /// <returns>One line, without the times, so that it is the same in every run.</returns>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"epoch {Epoch}: cost {TextTable.Format(Cost)}");
        AddShare("accuracy", Accuracy);
        AddError("mean absolute error", MeanAbsoluteError);
        AddError("validation cost", ValidationCost);
        AddShare("validation accuracy", ValidationAccuracy);
        AddError("validation mean absolute error", ValidationMeanAbsoluteError);
        return text.ToString();

        void AddShare(string name, double? value) => text.Append(value is { } share ? string.Create(CultureInfo.InvariantCulture, $", {name} {share:0.0000}") : null);

        void AddError(string name, double? value) => text.Append(value is { } error ? $", {name} {TextTable.Format(error)}" : null);
    }
}
