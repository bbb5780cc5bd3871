using System;
using Backprop.Numerics;

namespace Backprop;

/// <summary>See <see cref="LearningRateSchedule.Cosine"/>.</summary>
internal sealed class CosineSchedule(float minimum, int warmUp, int? period, int periodFactor) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override float RateAt(long step, int epoch)
    {
        long warmUpSteps = (long)warmUp * StepsOfEpoch;
        if (step < warmUpSteps)
        {
            return (float)((double)InitialRate * (step + 1) / (warmUpSteps + 1));
        }

        double half = 0.5 * ((double)InitialRate - minimum);
        return (float)(minimum + (half * (1.0 + ExactMath.CosinePi(PartOfPeriod(step - warmUpSteps)))));
    }

    /// <inheritdoc/>
    protected override void Reset() => CheckMinimumOfTraining(minimum);

    private double PartOfPeriod(long since)
    {
        if (period is not int first)
        {
            return Math.Min(1.0, (double)since / ((long)Math.Max(1, Epochs - warmUp) * StepsOfEpoch));
        }

        long length = (long)first * StepsOfEpoch;
        if (periodFactor == 1)
        {
            return (double)(since % length) / length;
        }

        while (since >= length)
        {
            since -= length;
            length *= periodFactor;
        }

        return (double)since / length;
    }
}
