using System;

namespace Backprop;

/// <summary>See <see cref="LearningRateSchedule.ReduceOnPlateau"/>.</summary>
internal sealed class PlateauSchedule(float factor, int patience, float threshold, int cooldown, float minimum) : LearningRateSchedule
{
    private double _rate;
    private double _best;
    private int _epochsWithoutImprovement;
    private int _cooldownLeft;

    /// <inheritdoc/>
    public override float RateAt(long step, int epoch) => (float)_rate;

    /// <inheritdoc/>
    public override void EndEpoch(double cost)
    {
        // The first cost is an improvement on none; one that is not a number never is.
        if (cost < _best - (double.IsFinite(_best) ? threshold * Math.Abs(_best) : 0.0))
        {
            _best = cost;
            _epochsWithoutImprovement = 0;
        }
        else
        {
            _epochsWithoutImprovement++;
        }

        if (_cooldownLeft > 0)
        {
            _cooldownLeft--;
            _epochsWithoutImprovement = 0;
        }

        if (_epochsWithoutImprovement > patience)
        {
            _rate = Math.Max(_rate * factor, minimum);
            _cooldownLeft = cooldown;
            _epochsWithoutImprovement = 0;
        }
    }

    /// <inheritdoc/>
    protected override void Reset()
    {
        CheckMinimumOfTraining(minimum);
        _rate = InitialRate;
        _best = double.PositiveInfinity;
        _epochsWithoutImprovement = 0;
        _cooldownLeft = 0;
    }
}
