using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>Products that each step makes smaller, in double precision.</summary>
internal static class RunningPower
{
    // Below this, 1 − β^t is 1 exactly. Cut off there, since the product would get stuck among the slow subnormal numbers.
    private const double Negligible = 1e-30;

    /// <summary><paramref name="power"/> times <paramref name="factor"/>, or 0 if that is negligible beside 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Next(double power, double factor)
    {
        double next = power * factor;
        return next < Negligible ? 0.0 : next;
    }
}
