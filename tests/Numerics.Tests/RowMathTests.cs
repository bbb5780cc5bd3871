using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Backprop.Numerics.Tests.Support;
using Xunit;

namespace Backprop.Numerics.Tests;

/// <summary>The elementwise passes and softmax: the same bits at every width and for a row by itself, and nothing written beside the rows.</summary>
public sealed class RowMathTests
{
    private const float Untouched = 12345.5f;
    private const int Guard = 16;

    /// <summary>Every stride, with padding and without.</summary>
    public static TheoryData<int> Neurons => new(1, 3, 4, 5, 8, 9, 10, 16, 20, 32, 33, 100);

    private delegate void RowPass(ref float z, ref float a, ref float delta, int rows, int stride, int columns, int neurons);

    [Theory]
    [MemberData(nameof(Neurons))]
    public void TanhIsTheSameAtEveryWidth(int neurons) => IsTheSameAtEveryWidth(neurons, Activate<TanhActivation, Lanes512, Vector512<float>>, Activate<TanhActivation, Lanes256, Vector256<float>>, Activate<TanhActivation, Lanes128, Vector128<float>>);

    [Theory]
    [MemberData(nameof(Neurons))]
    public void ReluIsTheSameAtEveryWidth(int neurons) => IsTheSameAtEveryWidth(neurons, Activate<ReluActivation, Lanes512, Vector512<float>>, Activate<ReluActivation, Lanes256, Vector256<float>>, Activate<ReluActivation, Lanes128, Vector128<float>>);

    [Theory]
    [MemberData(nameof(Neurons))]
    public void SoftmaxIsTheSameAtEveryWidth(int neurons) => IsTheSameAtEveryWidth(neurons, Softmax<Lanes512, Vector512<float>>, Softmax<Lanes256, Vector256<float>>, Softmax<Lanes128, Vector128<float>>);

    [Theory]
    [MemberData(nameof(Neurons))]
    public void ADerivativeIsTheSameAtEveryWidth(int neurons) => IsTheSameAtEveryWidth(neurons, Derivative<Lanes512, Vector512<float>>, Derivative<Lanes256, Vector256<float>>, Derivative<Lanes128, Vector128<float>>);

    private static void Activate<TActivation, TLanes, TVector>(ref float z, ref float a, ref float delta, int rows, int stride, int columns, int neurons)
        where TActivation : struct, IActivation
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => RowMath<TLanes, TVector>.Activate<TActivation>(ref z, ref a, (nuint)rows, (nuint)stride, (nuint)columns);

    private static void Softmax<TLanes, TVector>(ref float z, ref float a, ref float delta, int rows, int stride, int columns, int neurons)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => RowMath<TLanes, TVector>.Softmax(ref z, ref a, (nuint)rows, (nuint)stride, (nuint)columns, neurons);

    /// <summary>Leaves <c>δ</c> in the place of <c>a</c>.</summary>
    private static void Derivative<TLanes, TVector>(ref float z, ref float a, ref float delta, int rows, int stride, int columns, int neurons)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        MemoryMarshal.CreateSpan(ref delta, rows * stride).CopyTo(MemoryMarshal.CreateSpan(ref a, rows * stride));

        RowMath<TLanes, TVector>.MultiplyByDerivative<GeluActivation>(ref a, ref z, ref z, (nuint)rows, (nuint)stride, (nuint)columns, neurons);
    }

    private static void IsTheSameAtEveryWidth(int neurons, RowPass pass512, RowPass pass256, RowPass pass128)
    {
        int stride = neurons <= 4 ? 4 : neurons <= 8 ? 8 : (neurons + 15) / 16 * 16;
        foreach (int rows in Enumerable.Range(1, 40))
        {
            uint[] bits = Run(pass128, 4, neurons, stride, rows, together: true);
            Assert.Equal(bits, Run(pass128, 4, neurons, stride, rows, together: false));

            // Without fused multiply-add the wide ones are never chosen, and would leave rows over to 128 bits, which round twice.
            if (FusedMultiplyAdd.IsLive<Lanes128, Vector128<float>>())
            {
                Assert.Equal(bits, Run(pass512, 16, neurons, stride, rows, together: true));
                Assert.Equal(bits, Run(pass512, 16, neurons, stride, rows, together: false));
                Assert.Equal(bits, Run(pass256, 8, neurons, stride, rows, together: true));
                Assert.Equal(bits, Run(pass256, 8, neurons, stride, rows, together: false));
            }
        }
    }

    private static uint[] Run(RowPass pass, int width, int neurons, int stride, int rows, bool together)
    {
        Random random = new((neurons * 100) + rows);
        int lanes = Math.Min(width, stride);
        int columns = (neurons + lanes - 1) / lanes * lanes;
        float[] z = Enumerable.Range(0, rows * stride).Select(i => i % stride < neurons ? (random.NextSingle() * 12) - 6 : float.NaN).ToArray();
        float[] delta = Enumerable.Range(0, rows * stride).Select(i => i % stride < neurons ? random.NextSingle() - 0.5f : float.NaN).ToArray();
        float[] a = Enumerable.Repeat(Untouched, (rows * stride) + (2 * Guard)).ToArray();
        for (int row = 0; row < rows; row += together ? rows : 1)
        {
            pass(ref z[row * stride], ref a[Guard + (row * stride)], ref delta[row * stride], together ? rows : 1, stride, columns, neurons);
        }

        Assert.All(a.Take(Guard).Concat(a.Skip(Guard + (rows * stride))), static value => Assert.Equal(Untouched, value));
        return Enumerable.Range(0, rows * neurons).Select(i => BitConverter.SingleToUInt32Bits(a[Guard + (i / neurons * stride) + (i % neurons)])).ToArray();
    }
}
