using System.Runtime.CompilerServices;
using Backprop.Numerics;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A test of what holds at every width as long as each rounds its multiply-add once.</summary>
internal sealed class FusedMultiplyAddTheoryAttribute : TheoryAttribute
{
    public FusedMultiplyAddTheoryAttribute([CallerMemberName] string name = "")
    {
        if (!VectorWidth.IsFusedMultiplyAddLive)
        {
            Skip = "Needs a fused multiply-add, which this processor lacks or the environment switches off: without it the widths round differently.";
            DisplayName = $"{name}: {Skip}";
        }
    }
}
