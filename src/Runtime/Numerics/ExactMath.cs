using System;

namespace Backprop.Numerics;

/// <summary>
/// Functions of a double from additions, multiplications and divisions in a fixed order, so that their bits are the same on every machine; those of a platform's library are
/// not. For what is computed once a step.
/// </summary>
internal static class ExactMath
{
    /// <summary><c>cos(π x)</c> for <c>x</c> from 0 to 1, within 3·10⁻¹⁶.</summary>
    public static double CosinePi(double x)
    {
        // 0.5 − x and 1 − x are exact where they are used, so that only the product with π is rounded before the series.
        if (x < 0.25)
        {
            return CosineOf(Math.PI * x);
        }

        return x <= 0.75 ? SineOf(Math.PI * (0.5 - x)) : -CosineOf(Math.PI * (1.0 - x));
    }

    /// <summary><c>x</c> to the power <c>n</c>, at least 0, by repeated squaring.</summary>
    public static double Power(double x, int n)
    {
        double power = 1.0;
        for (double square = x; n > 0; n >>= 1)
        {
            power = (n & 1) == 0 ? power : power * square;
            square *= square;
        }

        return power;
    }

    /// <summary>The <c>n</c>-th root, <c>n</c> at least 1, of <c>x</c>, at least 1, by bisection.</summary>
    public static double Root(double x, int n)
    {
        double low = 1.0;
        double high = x;
        while (true)
        {
            double middle = low + (0.5 * (high - low));
            if (middle <= low || middle >= high)
            {
                return low;
            }

            if (Power(middle, n) <= x)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    // Taylor's series for |x| ≤ π/4: the first term that is left out is below 10⁻¹⁷.
    private static double CosineOf(double x)
    {
        double square = x * x;
        double sum = 1.0;
        for (int k = 16; k > 0; k -= 2)
        {
            sum = 1.0 - (square * sum / (k * (k - 1)));
        }

        return sum;
    }

    private static double SineOf(double x)
    {
        double square = x * x;
        double sum = 1.0;
        for (int k = 17; k > 1; k -= 2)
        {
            sum = 1.0 - (square * sum / (k * (k - 1)));
        }

        return x * sum;
    }
}
