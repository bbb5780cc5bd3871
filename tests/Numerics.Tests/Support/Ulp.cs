using System;

namespace Backprop.Numerics.Tests.Support;

/// <summary>Errors in units in the last place.</summary>
internal static class Ulp
{
    /// <summary>What overflows counts as 2^128, the next number if floats went on.</summary>
    private const double Overflow = 3.4028236692093846e38;

    /// <summary>
    /// <c>|actual − exact|</c> in units in the last place of <paramref name="exact"/> as a <see cref="float"/>; +∞ if only one is NaN.
    /// </summary>
    public static double Distance(float actual, double exact)
    {
        if (float.IsNaN(actual) || double.IsNaN(exact))
        {
            return float.IsNaN(actual) && double.IsNaN(exact) ? 0 : double.PositiveInfinity;
        }

        double a = Math.Clamp(actual, -Overflow, Overflow);
        double e = Math.Clamp(exact, -Overflow, Overflow);
        int exponent = e == 0 ? -126 : Math.Clamp(Math.ILogB(e), -126, 127);
        double ulp = BitConverter.Int64BitsToDouble((long)(exponent - 23 + 1023) << 52);
        return Math.Abs(a - e) / ulp;
    }
}
