using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Backprop.Numerics;

/// <summary>
/// Cross-entropy after softmax, fused: <c>C = Σ y_i (ln Σ_k e^(z_k − m) − (z_i − m))</c> with <c>m = max z</c>,
/// <c>δ = a Σ y − y</c>, which is <c>a − y</c> when <c>Σ y = 1</c>.
/// </summary>
/// <remarks>
/// <c>ln Σ_k e^(z_k − m)</c> comes from the softmax outputs, whose largest is <c>1 / Σ</c>. In a confident network that is close to 1,
/// where its logarithm has lost its digits: there it is computed from the sum <c>q</c> of the other outputs, as <c>−ln(1 − q)</c>.
/// </remarks>
internal readonly struct SoftmaxCrossEntropyOutput : IOutput
{
    /// <summary>
    /// The largest output above which its logarithm comes from the sum of the others. Up to here the logarithm is at least ln 2 in size,
    /// so that the output's rounding hardly grows in it; above, only one output can be the largest, and the others are those that are smaller.
    /// </summary>
    public const float ConfidentOutput = 0.5f;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Apply<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // ln Σ of every row, a vector of rows at a time: first the two numbers that it comes from.
        Span<float> memory = stackalloc float[2 * OutputRows.AtOnce];
        ref float largest = ref MemoryMarshal.GetReference(memory);
        ref float others = ref Unsafe.Add(ref largest, OutputRows.AtOnce);

        // The last vector may have lanes after the last row: processors are slow with some of what may be there.
        nuint lastVector = (rows - 1) & ~((nuint)default(TLanes).Count - 1);
        default(TLanes).Store(default(TLanes).Create(0f), ref largest, lastVector);
        default(TLanes).Store(default(TLanes).Create(0f), ref others, lastVector);
        if (stride <= (nuint)default(TLanes).Count)
        {
            LargestAndOthersOfEach<TLanes, TVector>(ref a, rows, stride, neurons, ref largest, ref others);
            LogOfSums<TLanes, TVector>(rows, ref largest, ref others);
            ApplyToEach<TLanes, TVector>(ref z, ref a, ref delta, rows, stride, neurons, scale, ref largest, ref costs);
        }
        else
        {
            LargestAndOthers<TLanes, TVector>(ref a, rows, stride, columns, neurons, ref largest, ref others);
            LogOfSums<TLanes, TVector>(rows, ref largest, ref others);
            ApplyToRows<TLanes, TVector>(ref z, ref a, ref delta, rows, stride, columns, neurons, scale, ref largest, ref costs);
        }
    }

    /// <summary><c>ln Σ_k e^(z_k − m)</c> of every row, in place of its largest output.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void LogOfSums<TLanes, TVector>(nuint rows, ref float largest, ref float others)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        for (nuint r = 0; r < rows; r += (nuint)lanes.Count)
        {
            TVector a = lanes.Load(in largest, r);
            TVector fromOthers = VectorMath.Log1p<TLanes, TVector>(lanes.Negate(lanes.Load(in others, r)));
            TVector log = lanes.Select(lanes.LessThan(lanes.Create(ConfidentOutput), a), fromOthers, VectorMath.Log<TLanes, TVector>(a));
            lanes.Store(lanes.Negate(log), ref largest, r);
        }
    }

    /// <summary>A class whose target is zero adds nothing, even where its surprise is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Term<TLanes, TVector>(TVector z, TVector largest, TVector logOfSum, TVector y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector surprise = lanes.Subtract(logOfSum, lanes.Subtract(z, largest));
        return lanes.Select(lanes.Equal(y, lanes.Create(0f)), lanes.Create(0f), lanes.Multiply(y, surprise));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Delta<TLanes, TVector>(TVector a, TVector y, TVector sumOfTargets, TVector scale)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => default(TLanes).Multiply(scale, default(TLanes).Subtract(default(TLanes).Multiply(a, sumOfTargets), y));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void LargestAndOthersOfEach<TLanes, TVector>(ref float a, nuint rows, nuint stride, int neurons, ref float largest, ref float others)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        int group = (int)stride;
        TVector isNeuron = lanes.FirstLanesOfEach(neurons, group);
        nuint together = (nuint)lanes.Count / stride;
        nuint r = 0;
        for (nuint i = 0; i < rows * stride; i += (nuint)lanes.Count)
        {
            TVector ai = lanes.Load(in a, i);
            TVector largestOfEach = RowMath<TLanes, TVector>.LargestOfEach(ai, isNeuron, group);
            TVector other = lanes.And(lanes.And(ai, lanes.LessThan(ai, largestOfEach)), isNeuron);
            lanes.StoreFirstOfEach(largestOfEach, group, ref largest, r);
            lanes.StoreFirstOfEach(lanes.SumEach(other, group), group, ref others, r);
            r += together;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToEach<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, int neurons, float scale, ref float logOfSum, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        int group = (int)stride;
        TVector isNeuron = lanes.FirstLanesOfEach(neurons, group);
        nuint together = (nuint)lanes.Count / stride;
        nuint r = 0;
        for (nuint i = 0; i < rows * stride; i += (nuint)lanes.Count)
        {
            TVector zi = lanes.Load(in z, i);
            TVector yi = lanes.Load(in delta, i);
            TVector largest = RowMath<TLanes, TVector>.LargestOfEach(zi, isNeuron, group);
            TVector terms = Term<TLanes, TVector>(zi, largest, lanes.LoadToEach(in logOfSum, r, group), yi);
            lanes.StoreFirstOfEach(lanes.SumEach(lanes.And(terms, isNeuron), group), group, ref costs, r);
            TVector error = Delta<TLanes, TVector>(lanes.Load(in a, i), yi, lanes.SumEach(yi, group), lanes.Create(scale));
            lanes.Store(lanes.And(error, isNeuron), ref delta, i);
            r += together;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void LargestAndOthers<TLanes, TVector>(
        ref float a, nuint rows, nuint stride, nuint columns, int neurons, ref float largest, ref float others)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        Span<float> memory = stackalloc float[RowSum<TLanes, TVector>.Length];
        ref float sum = ref MemoryMarshal.GetReference(memory);
        for (nuint r = 0; r < rows; r++)
        {
            ref float row = ref Unsafe.Add(ref a, r * stride);
            float largestOfRow = RowMath<TLanes, TVector>.Largest(ref row, columns, neurons);
            RowSum<TLanes, TVector>.Clear(ref sum);
            for (nuint c = 0; c < columns; c += (nuint)lanes.Count)
            {
                TVector ai = lanes.Load(in row, c);
                TVector other = lanes.And(ai, lanes.LessThan(ai, lanes.Create(largestOfRow)));
                RowSum<TLanes, TVector>.Add(ref sum, c, lanes.And(other, lanes.FirstLanes(neurons - (int)c)));
            }

            Unsafe.Add(ref largest, r) = largestOfRow;
            Unsafe.Add(ref others, r) = RowSum<TLanes, TVector>.Total(ref sum);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToRows<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float logOfSum, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        Span<float> memory = stackalloc float[RowSum<TLanes, TVector>.Length];
        ref float sum = ref MemoryMarshal.GetReference(memory);
        for (nuint r = 0; r < rows; r++)
        {
            ref float zRow = ref Unsafe.Add(ref z, r * stride);
            ref float aRow = ref Unsafe.Add(ref a, r * stride);
            ref float deltaRow = ref Unsafe.Add(ref delta, r * stride);
            TVector largest = lanes.Create(RowMath<TLanes, TVector>.Largest(ref zRow, columns, neurons));
            TVector log = lanes.Create(Unsafe.Add(ref logOfSum, r));
            TVector sumOfTargets = lanes.Create(lanes.Sum(in deltaRow, (int)columns));
            RowSum<TLanes, TVector>.Clear(ref sum);
            for (nuint c = 0; c < columns; c += (nuint)lanes.Count)
            {
                TVector yi = lanes.Load(in deltaRow, c);
                TVector isNeuron = lanes.FirstLanes(neurons - (int)c);
                RowSum<TLanes, TVector>.Add(ref sum, c, lanes.And(Term<TLanes, TVector>(lanes.Load(in zRow, c), largest, log, yi), isNeuron));
                TVector error = Delta<TLanes, TVector>(lanes.Load(in aRow, c), yi, sumOfTargets, lanes.Create(scale));
                lanes.Store(lanes.And(error, isNeuron), ref deltaRow, c);
            }

            Unsafe.Add(ref costs, r) = RowSum<TLanes, TVector>.Total(ref sum);
        }
    }
}
