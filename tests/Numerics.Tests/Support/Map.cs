using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backprop.Numerics.Tests.Functions;

namespace Backprop.Numerics.Tests.Support;

/// <summary>Walks arrays a vector at a time. Compiled at once with optimisation: the tests are too short for the tiers.</summary>
internal static class Map
{
    /// <summary>The function of every value of <paramref name="x"/>, whose length is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Function<TLanes, TVector, TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TFunction : struct, IFunction
    {
        TLanes lanes = default;
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float destination = ref MemoryMarshal.GetReference(y);
        for (nuint i = 0; i < (nuint)x.Length; i += (nuint)lanes.Count)
        {
            lanes.Store(default(TFunction).Apply<TLanes, TVector>(lanes.Load(in source, i)), ref destination, i);
        }
    }

    /// <summary>The activation of one value, and its derivative.</summary>
    public static (float Value, float Derivative) Activation<TLanes, TVector, TActivation>(float z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TActivation : struct, IActivation
    {
        TLanes lanes = default;
        TVector a = default(TActivation).Value<TLanes, TVector>(lanes.Create(z));
        TVector derivative = default(TActivation).Derivative<TLanes, TVector>(lanes.Create(z), a);
        Span<float> lane = stackalloc float[16];
        lanes.Store(a, ref lane[0], 0);
        float value = lane[0];
        lanes.Store(derivative, ref lane[0], 0);
        return (value, lane[0]);
    }
}
