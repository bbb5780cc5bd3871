using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Backprop.Numerics;
using Xunit;

namespace Backprop.Runtime.Tests.Optimizers;

/// <summary>The same bits at every vector width, for every length and place.</summary>
public sealed class UpdateLoopTests
{
    private delegate void Runner<TRule>(TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s, Span<float> t);

    public static TheoryData<int> Lengths => [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void GradientDescent(int length) => AllWidthsAgree(new GradientDescentRule(0.3f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Momentum(int length) => AllWidthsAgree(new MomentumRule(0.3f, 0.9f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Nesterov(int length) => AllWidthsAgree(new NesterovRule(0.3f, 0.9f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Adam(int length) => AllWidthsAgree(new AdamRule(0.3f, 1.7f, 0.9f, 0.999f, 1e-8f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AdaGrad(int length) => AllWidthsAgree(new AdaGradRule(0.3f, 1e-10f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RmsProp(int length) => AllWidthsAgree(new RmsPropRule(0.3f, 0.9f, 1e-8f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RmsPropWithMomentum(int length) => AllWidthsAgree(new RmsPropMomentumRule(0.3f, 0.9f, 0.8f, 1e-8f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Nadam(int length) => AllWidthsAgree(new NadamRule(0.3f, 0.2f, 1.7f, 0.9f, 0.999f, 1e-8f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Lion(int length) => AllWidthsAgree(new LionRule(0.3f, 0.9f, 0.99f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rprop(int length) => AllWidthsAgree(new RpropRule(0.5f, 1.2f, 1e-6f, 50f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void WithClippingAndDecay(int length)
        => AllWidthsAgree(new ConditionedRule<AdamRule>(new AdamRule(0.3f, 1.7f, 0.9f, 0.999f, 1e-8f), 0.9f, 0.7f, 0.01f, 0.02f, 0.03f), length);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Lerp(int length) => AllWidthsAgree(new LerpRule(0.3f), length);

    [Fact]
    public void LengthsThatDifferAreRejected()
    {
        float[] four = new float[4];
        float[] five = new float[5];
        Assert.Throws<ArgumentException>("g", () => UpdateLoop.Run(new GradientDescentRule(1f), four, five, default, default));
        Assert.Throws<ArgumentException>("s", () => UpdateLoop.Run(new GradientDescentRule(1f), four, four, four, default));
        Assert.Throws<ArgumentException>("s", () => UpdateLoop.Run(new MomentumRule(1f, 0.5f), four, four, default, default));
        Assert.Throws<ArgumentException>("t", () => UpdateLoop.Run(new MomentumRule(1f, 0.5f), four, four, four, four));
        Assert.Throws<ArgumentException>("t", () => UpdateLoop.Run(new AdamRule(1f, 1f, 0.5f, 0.5f, 1f), four, four, four, five));
        Assert.StartsWith("g: expected 4 values, got 5", Assert.Throws<ArgumentException>(() => UpdateLoop.Run(new GradientDescentRule(1f), four, five, default, default)).Message);
    }

    private static void AllWidthsAgree<TRule>(TRule rule, int length)
        where TRule : struct, IUpdateRule
    {
        uint[] expected = Bits(rule, length, UpdateLoop.Run<TRule, Lanes128, Vector128<float>>);
        Assert.Equal(expected, Bits(rule, length, UpdateLoop.Run));
        Assert.Equal(expected, Bits(rule, length, OneByOne));
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            Assert.Equal(expected, Bits(rule, length, UpdateLoop.Run<TRule, Lanes256, Vector256<float>>));
            Assert.Equal(expected, Bits(rule, length, UpdateLoop.Run<TRule, Lanes512, Vector512<float>>));
        }
        else
        {
            Assert.Equal(expected, Bits(rule, length, UpdateLoop.Run<TRule, LanesScalar, float>));
        }

        // Every value on its own, so in the first lane of a tail.
        static void OneByOne(TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s, Span<float> t)
        {
            for (int i = 0; i < w.Length; i++)
            {
                UpdateLoop.Run(rule, w.Slice(i, 1), g.Slice(i, 1), s.IsEmpty ? s : s.Slice(i, 1), t.IsEmpty ? t : t.Slice(i, 1));
            }
        }
    }

    // Parameters and state after some steps, between guards that must not change.
    private static uint[] Bits<TRule>(TRule rule, int length, Runner<TRule> run)
        where TRule : struct, IUpdateRule
    {
        const int Guard = 16;
        float[] special = [0f, -0f, 1e-40f, -1e-45f, 1e-38f, 3e20f, -1e-20f];
        var random = new RandomSource(3);
        float[] w = Fill(), g = new float[length], s = Fill(), t = Fill();
        for (int i = 0; i < length; i++)
        {
            w[Guard + i] = random.NextSingle(-1f, 1f);
        }

        s.AsSpan(Guard, length).Clear();
        t.AsSpan(Guard, length).Clear();
        for (int step = 0; step < 20; step++)
        {
            for (int i = 0; i < length; i++)
            {
                g[i] = random.NextInt32(8) == 0 ? special[random.NextInt32(special.Length)] : random.NextSingle(-1f, 1f);
            }

            run(
                rule,
                w.AsSpan(Guard, length),
                g,
                rule.StateCount > 0 ? s.AsSpan(Guard, length) : default,
                rule.StateCount > 1 ? t.AsSpan(Guard, length) : default);
        }

        foreach (float[] array in new[] { w, s, t })
        {
            Assert.Equal(-1, array.AsSpan(0, Guard).IndexOfAnyExcept(9f));
            Assert.Equal(-1, array.AsSpan(Guard + length).IndexOfAnyExcept(9f));
        }

        return MemoryMarshal.Cast<float, uint>([.. w, .. s, .. t]).ToArray();

        float[] Fill()
        {
            float[] array = new float[length + (2 * Guard)];
            Array.Fill(array, 9f);
            return array;
        }
    }
}
