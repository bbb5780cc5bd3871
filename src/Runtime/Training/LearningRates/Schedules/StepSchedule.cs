using System;
using Backprop.Numerics;

namespace Backprop;

/// <summary>See <see cref="LearningRateSchedule.Step"/> and <see cref="LearningRateSchedule.Exponential"/>.</summary>
internal sealed class StepSchedule(int everyEpochs, float factor) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override float RateAt(long step, int epoch) => (float)Math.Min(InitialRate * Math.Min(ExactMath.Power(factor, epoch / everyEpochs), float.MaxValue), float.MaxValue);
}
