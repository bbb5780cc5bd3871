using System;
using Backprop.Numerics;

namespace Backprop;

/// <summary>See <see cref="LearningRateSchedule.Cosine"/>.</summary>
internal sealed class CosineSchedule(float minimum, int warmUpEpochs, int? periodEpochs, int periodFactor) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override float RateAt(long step, int epoch)
    {
        long warmUpSteps = (long)warmUpEpochs * StepsPerEpoch;
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
        if (periodEpochs is not int first)
        {
            return Math.Min(1.0, (double)since / ((long)Math.Max(1, Epochs - warmUpEpochs) * StepsPerEpoch));
        }

        long length = (long)first * StepsPerEpoch;
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
