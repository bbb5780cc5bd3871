namespace Backprop.Generator.Emission;

/// <summary>Names outside the emitted file: written out in full, or by the aliases that <see cref="Aliases"/> puts at its head.</summary>
internal static class Names
{
    public const string Optimized = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";
    public const string Inlined = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";
    public const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";
    public const string Labels = "global::System.ReadOnlySpan<int>";
    public const string Floats = "global::System.Span<float>";
    public const string Optimizer = "global::Backprop.Optimizer";
    public const string Targets = "global::Backprop.Numerics.Targets";
    public const string Layout = "global::Backprop.Memory.ParameterLayout";
    public const string LayerLayout = "global::Backprop.Memory.LayerLayout";
    public const string VectorWidth = "global::Backprop.Numerics.VectorWidth";

    /// <summary>Aliases for the vectors of the processor and for the runtime's row mathematics at each width.</summary>
    public const string Aliases = """
        using Refs = global::System.Runtime.CompilerServices.Unsafe;
        using Simd512 = global::System.Runtime.Intrinsics.Vector512;
        using Simd256 = global::System.Runtime.Intrinsics.Vector256;
        using Simd128 = global::System.Runtime.Intrinsics.Vector128;
        using Rows512 = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.Lanes512, global::System.Runtime.Intrinsics.Vector512<float>>;
        using Rows256 = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.Lanes256, global::System.Runtime.Intrinsics.Vector256<float>>;
        using Rows128 = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.Lanes128, global::System.Runtime.Intrinsics.Vector128<float>>;
        using RowsScalar = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.LanesScalar, float>;
        using Output512 = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.Lanes512, global::System.Runtime.Intrinsics.Vector512<float>>;
        using Output256 = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.Lanes256, global::System.Runtime.Intrinsics.Vector256<float>>;
        using Output128 = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.Lanes128, global::System.Runtime.Intrinsics.Vector128<float>>;
        using OutputScalar = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.LanesScalar, float>;
        """;
}
