using System;

namespace Backprop.Reference;

/// <summary>The two elementary functions that <see cref="Math"/> lacks, accurate where the obvious spelling cancels.</summary>
internal static class Elementary
{
    /// <summary><c>e^x − 1</c>. The rounding of <c>e^x</c> is undone by dividing by its own logarithm (W. Kahan).</summary>
    public static double ExpMinusOne(double x)
    {
        double u = Math.Exp(x);
        if (u == 1)
        {
            return x;
        }

        return u - 1 == -1 || double.IsInfinity(u) ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    /// <summary><c>ln(1 + x)</c>, by the same idea.</summary>
    public static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }
}
