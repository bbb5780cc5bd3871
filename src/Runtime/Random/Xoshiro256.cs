using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Backprop;

/// <summary>
/// xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2019): the core of
/// <see cref="RandomSource"/>, as a struct for code that must not allocate.
/// </summary>
/// <remarks>A copy continues independently from the same state: pass it by reference. Its members are described at <see cref="RandomSource"/>.</remarks>
internal struct Xoshiro256
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Draws the state from <see cref="SplitMix64"/>, as the authors advise.</summary>
    public Xoshiro256(ulong seed)
    {
        var words = new SplitMix64(seed);
        _s0 = words.Next();
        _s1 = words.Next();
        _s2 = words.Next();
        _s3 = words.Next();
    }

    /// <summary>Starts at a given state, not all zero.</summary>
    public Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
            ulong shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    // The upper bits: 24 fill the significand of a float, 53 that of a double.
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    public float NextSingle(float low, float high)
    {
        // In double, so that high − low cannot overflow; the rounding to float may still reach high, which does not belong to the range.
        float value = (float)(low + (((double)high - low) * NextSingle()));
        return value < high ? value : high > low ? MathF.BitDecrement(high) : low;
    }

    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextInt32(int bound)
    {
        unchecked
        {
            // The upper half of a 32 × 32 bit product is the value; the lower half tells the few draws that would favour some values.
            ulong product = (NextUInt64() >> 32) * (uint)bound;
            if ((uint)product < (uint)bound)
            {
                uint threshold = (0u - (uint)bound) % (uint)bound;
                while ((uint)product < threshold)
                {
                    product = (NextUInt64() >> 32) * (uint)bound;
                }
            }

            return (int)(product >> 32);
        }
    }

    public float NextNormal()
    {
        while (true)
        {
            // The whole part k, with probability proportional to e^(−k²/2) = e^(−k/2) · e^(−k(k−1)/2).
            int k = 0;
            while (IsInverseRootOfE())
            {
                k++;
            }

            if (!AreInverseRootsOfE(k * (k - 1)))
            {
                continue;
            }

            // The fraction x, accepted with probability e^(−x(2k+x)/2), so that k + x has the density e^(−(k+x)²/2).
            double x = NextDouble();
            if (!IsFractionAccepted(k, x))
            {
                continue;
            }

            float value = (float)(k + x);
            return (NextUInt64() >> 63) != 0 ? -value : value;
        }
    }

    // True with probability e^(−1/2) (von Neumann): a run ½ > u1 > u2 > … is at least n long with probability (1/2)^n / n!, and
    // the alternating sum of these is the series of the exponential function.
    private bool IsInverseRootOfE()
    {
        double last = 0.5;
        for (bool even = true; ; even = !even)
        {
            double u = NextDouble();
            if (u >= last)
            {
                return even;
            }

            last = u;
        }
    }

    private bool AreInverseRootsOfE(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!IsInverseRootOfE())
            {
                return false;
            }
        }

        return true;
    }

    // k + 1 trials, each true with probability e^(−x(2k+x)/(2k+2)): the same series, with each link of the run x > u1 > u2 > …
    // kept with probability (2k+x)/(2k+2).
    private bool IsFractionAccepted(int k, double x)
    {
        double keep = ((2 * k) + x) / ((2 * k) + 2);
        for (int trial = 0; trial <= k; trial++)
        {
            double last = x;
            bool even = true;
            while (true)
            {
                double u = NextDouble();
                if (u >= last || NextDouble() >= keep)
                {
                    break;
                }

                last = u;
                even = !even;
            }

            if (!even)
            {
                return false;
            }
        }

        return true;
    }
}
