using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>The arrays <c>m</c> and <c>v</c>, and the powers of the decays at the current step.</summary>
internal sealed class AdamState(int length) : OptimizerState(length, 2)
{
    /// <summary><c>β1^t</c>; 1 before the first step.</summary>
    public double Power1 { get; private set; } = 1.0;

    /// <summary><c>β2^t</c>; 1 before the first step.</summary>
    public double Power2 { get; private set; } = 1.0;

    /// <summary>Goes to the next step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(float beta1, float beta2)
    {
        Power1 = RunningPower.Next(Power1, beta1);
        Power2 = RunningPower.Next(Power2, beta2);
    }
}
