namespace Backprop;

/// <summary>A step of a <see cref="LearningRateFinder"/>.</summary>
/// <param name="Rate">Its learning rate.</param>
/// <param name="Cost">The cost of its rows before it.</param>
/// <param name="SmoothedCost">The mean of the costs around it.</param>
public readonly record struct LearningRatePoint(float Rate, float Cost, double SmoothedCost);
