namespace Backprop;

/// <summary>An update rule (U).</summary>
public abstract class Optimizer
{
}
