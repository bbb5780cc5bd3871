using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Backprop.Numerics;

/// <summary>A cost that is a sum over the outputs, each by itself.</summary>
internal readonly struct SumOutput<TTerm> : IOutput
    where TTerm : struct, IOutputTerm
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (stride <= (nuint)default(TLanes).Count)
        {
            ApplyToEach<TLanes, TVector>(ref z, ref a, ref delta, rows, stride, neurons, scale, ref costs);
        }
        else
        {
            ApplyToRows<TLanes, TVector>(ref z, ref a, ref delta, rows, stride, columns, neurons, scale, ref costs);
        }
    }

    /// <summary>A vector holds whole rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToEach<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, int neurons, float scale, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        float ofSum = default(TTerm).Factor(neurons);
        TVector factor = lanes.Create(ofSum * scale);
        int group = (int)stride;
        TVector isNeuron = lanes.FirstLanesOfEach(neurons, group);
        nuint together = (nuint)lanes.Count / stride;
        nuint r = 0;
        for (nuint i = 0; i < rows * stride; i += (nuint)lanes.Count)
        {
            TVector zi = lanes.Load(in z, i);
            TVector ai = lanes.Load(in a, i);
            TVector yi = lanes.Load(in delta, i);
            TVector terms = lanes.And(default(TTerm).Cost<TLanes, TVector>(zi, ai, yi), isNeuron);
            TVector sums = lanes.Multiply(lanes.Create(ofSum), lanes.SumEach(terms, group));
            lanes.StoreFirstOfEach(sums, group, ref costs, r);
            lanes.Store(lanes.And(default(TTerm).Delta<TLanes, TVector>(zi, ai, yi, factor), isNeuron), ref delta, i);
            r += together;
        }
    }

    /// <summary>A row takes several vectors.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToRows<TLanes, TVector>(
        ref float z, ref float a, ref float delta, nuint rows, nuint stride, nuint columns, int neurons, float scale, ref float costs)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        float ofSum = default(TTerm).Factor(neurons);
        TVector factor = lanes.Create(ofSum * scale);
        Span<float> memory = stackalloc float[RowSum<TLanes, TVector>.Length];
        ref float sum = ref MemoryMarshal.GetReference(memory);
        for (nuint r = 0; r < rows; r++)
        {
            RowSum<TLanes, TVector>.Clear(ref sum);
            for (nuint c = 0; c < columns; c += (nuint)lanes.Count)
            {
                nuint i = (r * stride) + c;
                TVector zi = lanes.Load(in z, i);
                TVector ai = lanes.Load(in a, i);
                TVector yi = lanes.Load(in delta, i);
                TVector isNeuron = lanes.FirstLanes(neurons - (int)c);
                RowSum<TLanes, TVector>.Add(ref sum, c, lanes.And(default(TTerm).Cost<TLanes, TVector>(zi, ai, yi), isNeuron));
                lanes.Store(lanes.And(default(TTerm).Delta<TLanes, TVector>(zi, ai, yi, factor), isNeuron), ref delta, i);
            }

            Unsafe.Add(ref costs, r) = ofSum * RowSum<TLanes, TVector>.Total(ref sum);
        }
    }
}
