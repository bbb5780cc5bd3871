using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Backprop.Numerics;

namespace Backprop;

/// <summary>Runs an <see cref="IUpdateRule"/> over flat storage, with the widest vectors of the processor; the bits do not depend on the width.</summary>
internal static class UpdateLoop
{
    /// <summary>Applies the rule to every parameter.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="w">The parameters, of any length.</param>
    /// <param name="g">The gradients, of the same length.</param>
    /// <param name="s">The first remembered value of each, or empty if the rule has none.</param>
    /// <param name="t">The second remembered value of each, or empty if the rule has none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s, Span<float> t)
        where TRule : struct, IUpdateRule
    {
        if (VectorWidth.Is512Live)
        {
            Run<TRule, Lanes512, Vector512<float>>(rule, w, g, s, t);
        }
        else if (VectorWidth.Is256Live)
        {
            Run<TRule, Lanes256, Vector256<float>>(rule, w, g, s, t);
        }
        else if (VectorWidth.Is128Live)
        {
            Run<TRule, Lanes128, Vector128<float>>(rule, w, g, s, t);
        }
        else
        {
            Run<TRule, LanesScalar, float>(rule, w, g, s, t);
        }
    }

    /// <summary>The loop at one width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule, TLanes, TVector>(TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s, Span<float> t)
        where TRule : struct, IUpdateRule
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // Everything below goes by reference, unchecked.
        Ranges.CheckLength(g.Length, w.Length, nameof(g));
        Ranges.CheckLength(s.Length, rule.StateCount > 0 ? w.Length : 0, nameof(s));
        Ranges.CheckLength(t.Length, rule.StateCount > 1 ? w.Length : 0, nameof(t));

        TLanes lanes = default;
        ref float w0 = ref MemoryMarshal.GetReference(w);
        ref float g0 = ref MemoryMarshal.GetReference(g);
        ref float s0 = ref MemoryMarshal.GetReference(s);
        ref float t0 = ref MemoryMarshal.GetReference(t);
        int whole = w.Length - (w.Length % lanes.Count);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)lanes.Count)
        {
            TVector wi = lanes.Load(in w0, i);
            TVector si = rule.StateCount > 0 ? lanes.Load(in s0, i) : default;
            TVector ti = rule.StateCount > 1 ? lanes.Load(in t0, i) : default;
            rule.Apply<TLanes, TVector>(ref wi, lanes.Load(in g0, i), ref si, ref ti);
            lanes.Store(wi, ref w0, i);
            if (rule.StateCount > 0)
            {
                lanes.Store(si, ref s0, i);
            }

            if (rule.StateCount > 1)
            {
                lanes.Store(ti, ref t0, i);
            }
        }

        if (whole < w.Length)
        {
            RunTail<TRule, TLanes, TVector>(rule, w[whole..], g[whole..], rule.StateCount > 0 ? s[whole..] : s, rule.StateCount > 1 ? t[whole..] : t);
        }
    }

    // Fewer values than lanes: the same vector operations on a copy, so that a value's bits do not depend on where it lies.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunTail<TRule, TLanes, TVector>(TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> s, Span<float> t)
        where TRule : struct, IUpdateRule
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes lanes = default;
        TVector wi = lanes.LoadFirst(in MemoryMarshal.GetReference(w), w.Length);
        TVector gi = lanes.LoadFirst(in MemoryMarshal.GetReference(g), g.Length);
        TVector si = lanes.LoadFirst(in MemoryMarshal.GetReference(s), s.Length);
        TVector ti = lanes.LoadFirst(in MemoryMarshal.GetReference(t), t.Length);
        rule.Apply<TLanes, TVector>(ref wi, gi, ref si, ref ti);
        StoreFirst(ref wi, w);
        StoreFirst(ref si, s);
        StoreFirst(ref ti, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst<TVector>(ref TVector value, Span<float> destination)
        where TVector : struct
        => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TVector, float>(ref value), destination.Length).CopyTo(destination);
}
