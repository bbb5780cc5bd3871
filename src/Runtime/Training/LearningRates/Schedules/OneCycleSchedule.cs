using System;
using Backprop.Numerics;

namespace Backprop;

/// <summary>See <see cref="LearningRateSchedule.OneCycle"/>.</summary>
internal sealed class OneCycleSchedule(float warmUpFraction, float startDivisor, float endDivisor) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override float RateAt(long step, int epoch)
    {
        double steps = (double)Epochs * StepsPerEpoch;
        double peak = (warmUpFraction * steps) - 1.0;
        double last = steps - 1.0;
        double start = (double)InitialRate / startDivisor;
        return (float)(step < peak
            ? Between(start, InitialRate, step / peak)
            : Between(InitialRate, start / endDivisor, Math.Min(1.0, (step - peak) / (last - peak))));
    }

    /// <summary>Half a period of a cosine, from one rate to another.</summary>
    private static double Between(double from, double to, double part) => to + (0.5 * (from - to) * (1.0 + ExactMath.CosinePi(part)));
}
