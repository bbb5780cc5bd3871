using System;
using System.Runtime.Intrinsics;
using Backprop.Numerics.Tests.Functions;
using Backprop.Numerics.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Backprop.Numerics.Tests;

/// <summary>
/// The same bits at every width: among the widths with fused multiply-add, and among those without it.
/// </summary>
public sealed class WidthEqualityTests(ITestOutputHelper output)
{
    [Fact]
    public void Exp() => IsTheSameAtEveryWidth<ExpFunction>();

    [Fact]
    public void ExpM1() => IsTheSameAtEveryWidth<ExpM1Function>();

    [Fact]
    public void Tanh() => IsTheSameAtEveryWidth<TanhFunction>();

    [Fact]
    public void Sigmoid() => IsTheSameAtEveryWidth<SigmoidFunction>();

    [Fact]
    public void Log() => IsTheSameAtEveryWidth<LogFunction>();

    [Fact]
    public void Log1p() => IsTheSameAtEveryWidth<Log1pFunction>();

    private static float[] Evaluate<TLanes, TVector, TFunction>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TFunction : struct, IFunction
    {
        float[] y = new float[Sample.WholeRange.Length];
        Map.Function<TLanes, TVector, TFunction>(Sample.WholeRange, y);
        return y;
    }

    private static void AreSame(float[] expected, float[] actual, string width)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            // The bits of a NaN are not promised.
            bool same = BitConverter.SingleToUInt32Bits(expected[i]) == BitConverter.SingleToUInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            if (!same)
            {
                Assert.Fail($"{width}: {actual[i]:R} in place of {expected[i]:R} at {Sample.WholeRange[i]:R}");
            }
        }
    }

    private void IsTheSameAtEveryWidth<TFunction>()
        where TFunction : struct, IFunction
    {
        output.WriteLine(FusedMultiplyAdd.Description);
        float[] fused = Evaluate<Lanes512, Vector512<float>, TFunction>();
        float[] roundedTwice = Evaluate<LanesScalar, float, TFunction>();
        AreSame(fused, Evaluate<Lanes256, Vector256<float>, TFunction>(), "256");
        bool isFused = FusedMultiplyAdd.IsLive<Lanes128, Vector128<float>>();
        AreSame(isFused ? fused : roundedTwice, Evaluate<Lanes128, Vector128<float>, TFunction>(), "128");
    }
}
