using System.Runtime.Intrinsics;

namespace Backprop.Numerics.Tests.Support;

/// <summary>Tells whether a width rounds its multiply-add once.</summary>
internal static class FusedMultiplyAdd
{
    public static bool IsLive<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, of which a float keeps all but the last.
        TLanes lanes = default;
        TVector factor = lanes.Create(1f + (1f / 4096f));
        return lanes.Max(lanes.MultiplyAdd(factor, factor, lanes.Create(-1f - (1f / 2048f)))) != 0f;
    }

    /// <summary>What the processor, and the switches of the run, leave switched on.</summary>
    public static string Description =>
        $"hardware: 512 {Vector512.IsHardwareAccelerated}, 256 {Vector256.IsHardwareAccelerated}, 128 {Vector128.IsHardwareAccelerated}; "
        + $"fused: 512 {IsLive<Lanes512, Vector512<float>>()}, 256 {IsLive<Lanes256, Vector256<float>>()}, "
        + $"128 {IsLive<Lanes128, Vector128<float>>()}, scalar {IsLive<LanesScalar, float>()}";
}
