using System.Globalization;

namespace Backprop;

/// <summary>Where a training met a number that is not finite.</summary>
/// <param name="What">What was not finite: the training cost, the validation cost or a parameter.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The step of that epoch, from 1, before which the training cost was taken; for the other two, which are looked at after an epoch, its last step.</param>
/// <param name="LearningRate">The learning rate of that step.</param>
public sealed record NonFiniteStop(string What, int Epoch, int Batch, float LearningRate)
{
    internal const string TrainingCost = "the training cost";
    internal const string ValidationCost = "the validation cost";
    internal const string Parameter = "a parameter";

    private string Where => What switch
    {
        TrainingCost => $"in epoch {Number(Epoch)}, batch {Number(Batch)}",
        ValidationCost => $"after epoch {Number(Epoch)}",
        _ => $"after batch {Number(Batch)} of epoch {Number(Epoch)}",
    };

    /// <summary>For example "the training cost was not finite in epoch 3, batch 12, at a learning rate of 0.5".</summary>
    /// <returns>What was not finite, and where.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{What} was not finite {Where}, at a learning rate of {LearningRate}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
