using System.Globalization;

namespace Backprop;

/// <summary>Where a training met a number that is not finite.</summary>
/// <param name="What">What was not finite: the training cost, the validation cost or a parameter.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The step of that epoch, from 1, before which the training cost was taken; for the other two, which are looked at after an epoch, its last step.</param>
/// <param name="LearningRate">The learning rate of that step.</param>
public sealed record NonFiniteStop(string What, int Epoch, int Batch, float LearningRate)
{
    /// <summary>One sentence.</summary>
    /// <returns>What was not finite, and where.</returns>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{What} was not finite in epoch {Epoch}, batch {Batch}, at a learning rate of {LearningRate}");
}
