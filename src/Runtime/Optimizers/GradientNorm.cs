using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>The Euclidean norm of a whole gradient.</summary>
internal static class GradientNorm
{
    private const int Lanes = 8;

    /// <summary>
    /// <c>√Σ g²</c>, in double precision. Element <c>i</c> belongs to the lane <c>i mod 8</c>, which adds its squares up in ascending order; then the lanes are
    /// added in ascending order. Squares of floats are exact there, so that the bits are the same on every processor.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(ReadOnlySpan<float> gradients)
    {
        ref float first = ref MemoryMarshal.GetReference(gradients);
        int whole = gradients.Length - (gradients.Length % Lanes);
        Vector256<double> low = Vector256<double>.Zero;
        Vector256<double> high = Vector256<double>.Zero;
        for (nuint i = 0; i < (nuint)whole; i += Lanes)
        {
            (Vector256<double> l, Vector256<double> h) = Vector256.Widen(Vector256.LoadUnsafe(ref first, i));
            low += l * l;
            high += h * h;
        }

        Span<double> sums = stackalloc double[Lanes];
        low.CopyTo(sums);
        high.CopyTo(sums[(Lanes / 2)..]);
        for (int i = whole; i < gradients.Length; i++)
        {
            sums[i - whole] += (double)gradients[i] * gradients[i];
        }

        double sum = 0.0;
        foreach (double lane in sums)
        {
            sum += lane;
        }

        return Math.Sqrt(sum);
    }
}
