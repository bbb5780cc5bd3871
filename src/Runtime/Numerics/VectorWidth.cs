using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop.Numerics;

/// <summary>
/// Which vector widths the hardware and the settings of the process support: the widest is used. Constants to the just-in-time compiler.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorWidth
{
    /// <summary>512-bit vectors: AVX-512.</summary>
    public static bool Is512Live
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated;
    }

    /// <summary>256-bit vectors with fused multiply-add: AVX2 and FMA.</summary>
    public static bool Is256Live
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated && Fma.IsSupported;
    }

    /// <summary>128-bit vectors.</summary>
    public static bool Is128Live
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated;
    }

    /// <summary>Fused multiply-add: then the bits of every result are the same at every width.</summary>
    public static bool IsFusedMultiplyAddLive
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;
    }
}
