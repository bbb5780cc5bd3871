namespace Backprop;

/// <summary>See <see cref="LearningRateSchedule.Constant"/>.</summary>
internal sealed class ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override float RateAt(long step, int epoch) => InitialRate;
}
