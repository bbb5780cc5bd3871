using System;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;
using Backprop.Numerics.Tests.Functions;
using Backprop.Numerics.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Backprop.Numerics.Tests;

/// <summary>
/// The error bounds over all 2³² floats, with fused multiply-add (<see cref="Lanes512"/>, whose bits are those of the other widths)
/// and without (<see cref="LanesScalar"/>).
/// </summary>
public sealed class ExhaustiveTests(ITestOutputHelper output)
{
    private const int Chunk = 1 << 16;

    [ExhaustiveFact]
    public void Exp() => IsWithinItsBounds<ExpFunction>();

    [ExhaustiveFact]
    public void ExpM1() => IsWithinItsBounds<ExpM1Function>();

    [ExhaustiveFact]
    public void Tanh() => IsWithinItsBounds<TanhFunction>();

    [ExhaustiveFact]
    public void Sigmoid() => IsWithinItsBounds<SigmoidFunction>();

    [ExhaustiveFact]
    public void Log() => IsWithinItsBounds<LogFunction>();

    [ExhaustiveFact]
    public void Log1p() => IsWithinItsBounds<Log1pFunction>();

    private static Worst WorstOfChunk<TLanes, TVector, TFunction>(int chunk)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TFunction : struct, IFunction
    {
        float[] x = new float[Chunk];
        float[] y = new float[Chunk];
        for (int i = 0; i < Chunk; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle(((uint)chunk * Chunk) + (uint)i);
        }

        Map.Function<TLanes, TVector, TFunction>(x, y);
        Worst worst = default;
        for (int i = 0; i < Chunk; i++)
        {
            double error = Ulp.Distance(y[i], default(TFunction).Exact(x[i]));
            worst = error > worst.Error ? new Worst(error, x[i]) : worst;
        }

        return worst;
    }

    private void IsWithinItsBounds<TFunction>()
        where TFunction : struct, IFunction
    {
        TFunction function = default;
        output.WriteLine(FusedMultiplyAdd.Description);
        Worst fused = Search<Lanes512, Vector512<float>, TFunction>();
        Worst roundedTwice = Search<LanesScalar, float, TFunction>();
        Assert.True(fused.Error <= function.Bound, $"{fused}, allowed {function.Bound}");
        Assert.True(roundedTwice.Error <= function.BoundWhenRoundedTwice, $"{roundedTwice}, allowed {function.BoundWhenRoundedTwice}");
    }

    private Worst Search<TLanes, TVector, TFunction>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TFunction : struct, IFunction
    {
        Worst worst = default;
        object gate = new();
        Parallel.For(0, (int)((1L << 32) / Chunk), chunk =>
        {
            Worst local = WorstOfChunk<TLanes, TVector, TFunction>(chunk);
            lock (gate)
            {
                worst = local.Error > worst.Error ? local : worst;
            }
        });
        output.WriteLine($"{default(TFunction).Name}, {typeof(TLanes).Name}: {worst}");
        return worst;
    }

    private readonly record struct Worst(double Error, float X);
}
