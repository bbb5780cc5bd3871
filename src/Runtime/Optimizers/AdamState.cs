namespace Backprop;

/// <summary>The arrays <c>m</c> and <c>v</c>, and the powers of the decays at the current step.</summary>
internal sealed class AdamState(int length) : OptimizerState(length, 2)
{
    // Below this, 1 − β^t is 1 exactly. Cut off there, since the product would get stuck among the slow subnormal numbers.
    private const double Negligible = 1e-30;

    /// <summary><c>β1^t</c>; 1 before the first step.</summary>
    public double Power1 { get; private set; } = 1.0;

    /// <summary><c>β2^t</c>; 1 before the first step.</summary>
    public double Power2 { get; private set; } = 1.0;

    /// <summary>Goes to the next step.</summary>
    public void Advance(float beta1, float beta2)
    {
        Power1 = Next(Power1, beta1);
        Power2 = Next(Power2, beta2);
    }

    private static double Next(double power, float beta)
    {
        double next = power * beta;
        return next < Negligible ? 0.0 : next;
    }
}
