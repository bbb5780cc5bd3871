using System.Runtime.CompilerServices;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A test that runs a program on an emulated Arm64 processor.</summary>
internal sealed class Arm64FactAttribute : FactAttribute
{
    public Arm64FactAttribute([CallerMemberName] string name = "")
    {
        Skip = Arm64Emulation.Obstacle;

        // A test run prints no more than names.
        DisplayName = Skip is null ? null : $"{name}: {Skip}";
    }
}
