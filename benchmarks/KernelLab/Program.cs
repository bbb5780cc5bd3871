using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.Intrinsics;
using Backprop.Figures;
using Backprop.Generator.Planning;
using Backprop.Memory;

namespace Backprop.KernelLab;

/// <summary>
/// Measures numbered variants of the products that training is made of, as the generator emits them, beside a naive reference and
/// the peak of the same moments. Each variant is checked against the reference first.
/// <code>
/// Backprop.KernelLab [text …]     products whose name contains any of the texts; without a text all
/// </code>
/// </summary>
internal static unsafe class Program
{
    private const int Rounds = 40;
    private const double SecondsOfRound = 0.0005;
    private const int PeakRounds = 20_000;

    private static readonly Product[] Products =
    [
        Product.Forward(784, 128, 128), Product.WeightGradient(784, 128, 128),
        Product.Forward(784, 16, 32), Product.WeightGradient(784, 16, 32),
        Product.Forward(784, 100, 276), Product.WeightGradient(784, 100, 276), Product.WeightGradient(48, 100, 276),
        Product.Forward(784, 512, 128), Product.WeightGradient(784, 512, 128),
        Product.Forward(512, 512, 128), Product.WeightGradient(512, 512, 128),
        Product.Forward(128, 10, 128), Product.WeightGradient(128, 10, 128),
        Product.Forward(32, 16, 48), Product.WeightGradient(32, 16, 48),
        Product.Forward(32, 4, 48), Product.Forward(8, 2, 192), Product.Forward(100, 4, 276), Product.Forward(100, 4, 4),
        Product.WeightGradient(96, 1, 96), Product.WeightGradient(96, 4, 96), Product.WeightGradient(96, 8, 96), Product.WeightGradient(96, 11, 96),
        Product.WeightGradient(96, 12, 96), Product.WeightGradient(96, 13, 96), Product.WeightGradient(96, 15, 96), Product.WeightGradient(16, 4, 96),
        Product.WeightGradient(96, 10, 48), Product.WeightGradient(96, 10, 24), Product.WeightGradient(96, 10, 12),
        Product.WeightGradient(96, 4, 48), Product.WeightGradient(96, 4, 24), Product.WeightGradient(96, 4, 12),
    ];

    private static int Main(string[] args)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            Console.Error.WriteLine("expected a processor with 256-bit vectors");
            return 1;
        }

        Product[] products = [.. Products.Where(p => args.Length == 0 || args.Any(p.Name.Contains))];
        Console.WriteLine("product\tvariant\tmicroseconds\tgflops\tpercent_of_peak");
        foreach (Product product in products)
        {
            Measure(product);
        }

        return 0;
    }

    private static void Measure(Product product)
    {
        Variant[] variants = [.. Variant.All.Where(v => Fits(v, product))];
        AlignedBuffer left = Fill(product.Rows * product.Terms, 1);
        AlignedBuffer right = Fill(product.Terms * product.Stride, 2);
        AlignedBuffer target = new(product.Rows * product.Stride);

        float[] expected = new float[target.Span.Length];
        double naive = Time(() => product.RunNaive(left.Span, right.Span, expected), 3);
        var kernels = new delegate*<ref float, ref float, ref float, nuint, void>[variants.Length];
        for (int i = 0; i < variants.Length; i++)
        {
            kernels[i] = CompiledVariant.Compile(product.Plan(variants[i]));
            target.Span.Fill(float.NaN);
            kernels[i](ref left.Reference, ref right.Reference, ref target.Reference, (nuint)product.Rows);
            DemandAgreement(product, variants[i], expected, target.Span);
        }

        double peak = double.PositiveInfinity;
        double[] best = new double[variants.Length];
        Array.Fill(best, double.PositiveInfinity);
        for (int round = 0; round < Rounds; round++)
        {
            peak = Math.Min(peak, Time(static () => Peak.Run(PeakRounds), 1));
            for (int i = 0; i < variants.Length; i++)
            {
                var kernel = kernels[i];
                int times = 0;
                long start = Stopwatch.GetTimestamp();
                double elapsed;
                do
                {
                    kernel(ref left.Reference, ref right.Reference, ref target.Reference, (nuint)product.Rows);
                    times++;
                    elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
                while (elapsed < SecondsOfRound);
                best[i] = Math.Min(best[i], elapsed / times);
            }
        }

        double peakRate = Peak.Operations(PeakRounds) / peak;
        Print(product, " 0: naive", naive, peakRate);
        for (int i = 0; i < variants.Length; i++)
        {
            Print(product, variants[i].ToString(), best[i], peakRate);
        }
    }

    private static bool Fits(Variant variant, Product product)
        => (variant.Lanes == 8 || Vector512.IsHardwareAccelerated)
        && variant.Vectors <= Math.Max(1, product.Stride / variant.Lanes)
        && (variant.Rest == TileKind.Broadcast || product.TilesOfRest(variant).Any())
        && (variant.Blocks == 1 || (!product.IsTransposed && product.Terms / variant.Blocks >= 8));

    private static void Print(Product product, string variant, double seconds, double peakRate)
    {
        double rate = product.Operations / seconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{product.Name}\t{variant}\t{seconds * 1e6:0.00}\t{rate / 1e9:0.0}\t{100 * rate / peakRate:0.0}"));
    }

    private static double Time(Action action, int times)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static AlignedBuffer Fill(int length, ulong seed)
    {
        AlignedBuffer buffer = new(length);
        RandomSource random = new(seed);
        foreach (ref float value in buffer.Span)
        {
            value = random.NextSingle(-0.5f, 0.5f);
        }

        return buffer;
    }

    private static void DemandAgreement(Product product, Variant variant, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool isPadding = i % product.Stride >= product.Columns;
            if (!isPadding && !(MathF.Abs(expected[i] - actual[i]) <= 1e-3f))
            {
                throw new InvalidOperationException($"{product.Name}, variant {variant}, value {i}: expected {expected[i]}, got {actual[i]}");
            }
        }
    }
}
