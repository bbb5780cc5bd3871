namespace Backprop.Generator.Emission;

/// <summary>Names outside the emitted file: written out in full, or by the aliases that <see cref="Aliases"/> puts at its head.</summary>
internal static class Names
{
    /// <summary>
    /// Optimised at the first call, and by itself: a caller that takes whole passes in exhausts the compiler's budget for inlining, and
    /// what does not fit any more, vector operations too, becomes calls.
    /// </summary>
    public const string Optimized = "[__MethodImpl(__Options.AggressiveOptimization | __Options.NoInlining)]";
    public const string Inlined = "[__MethodImpl(__Options.AggressiveInlining)]";
    public const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";
    public const string Labels = "global::System.ReadOnlySpan<int>";
    public const string Floats = "global::System.Span<float>";
    public const string Optimizer = "global::Backprop.Optimizer";
    public const string Threads = "global::Backprop.TrainingThreads";
    public const string Targets = "global::Backprop.Numerics.Targets";
    public const string Dropout = "global::Backprop.Numerics.Dropout";
    public const string Layout = "global::Backprop.Memory.ParameterLayout";
    public const string LayerLayout = "global::Backprop.Memory.LayerLayout";
    public const string VectorWidth = "global::Backprop.Numerics.VectorWidth";

    /// <summary>
    /// Aliases for the vectors of the processor and for the runtime's row mathematics at each width. The language reserves names with
    /// two underscores for its implementation: no type of the user's can hide them.
    /// </summary>
    public const string Aliases = """
        using __MethodImpl = global::System.Runtime.CompilerServices.MethodImplAttribute;
        using __Options = global::System.Runtime.CompilerServices.MethodImplOptions;
        using __Refs = global::System.Runtime.CompilerServices.Unsafe;
        using __Bits = global::System.Numerics.BitOperations;
        using __Simd512 = global::System.Runtime.Intrinsics.Vector512;
        using __Simd256 = global::System.Runtime.Intrinsics.Vector256;
        using __Simd128 = global::System.Runtime.Intrinsics.Vector128;
        using __Rows512 = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.Lanes512, global::System.Runtime.Intrinsics.Vector512<float>>;
        using __Rows256 = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.Lanes256, global::System.Runtime.Intrinsics.Vector256<float>>;
        using __Rows128 = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.Lanes128, global::System.Runtime.Intrinsics.Vector128<float>>;
        using __RowsScalar = global::Backprop.Numerics.RowMath<global::Backprop.Numerics.LanesScalar, float>;
        using __Output512 = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.Lanes512, global::System.Runtime.Intrinsics.Vector512<float>>;
        using __Output256 = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.Lanes256, global::System.Runtime.Intrinsics.Vector256<float>>;
        using __Output128 = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.Lanes128, global::System.Runtime.Intrinsics.Vector128<float>>;
        using __OutputScalar = global::Backprop.Numerics.OutputMath<global::Backprop.Numerics.LanesScalar, float>;
        using __Lanes512 = global::Backprop.Numerics.Lanes512;
        using __Lanes256 = global::Backprop.Numerics.Lanes256;
        using __Lanes128 = global::Backprop.Numerics.Lanes128;
        """;
}
