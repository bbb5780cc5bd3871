using System.Runtime.CompilerServices;
using Backprop.Numerics;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A test of what holds on every processor that rounds a multiply-add once.</summary>
internal sealed class FusedMultiplyAddFactAttribute : FactAttribute
{
    public FusedMultiplyAddFactAttribute([CallerMemberName] string name = "")
    {
        Skip = Reason;

        // A test run prints no more than names.
        DisplayName = Reason is null ? null : $"{name}: {Reason}";
    }

    /// <summary>Why such a test cannot run here, or null.</summary>
    internal static string? Reason { get; } = VectorWidth.IsFusedMultiplyAddLive
        ? null
        : "Needs a fused multiply-add, which this processor lacks or the environment switches off: without it results round differently.";
}
