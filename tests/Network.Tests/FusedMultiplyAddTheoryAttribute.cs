using System.Runtime.CompilerServices;
using Xunit;

namespace Backprop.Network.Tests;

/// <inheritdoc cref="FusedMultiplyAddFactAttribute"/>
internal sealed class FusedMultiplyAddTheoryAttribute : TheoryAttribute
{
    public FusedMultiplyAddTheoryAttribute([CallerMemberName] string name = "")
    {
        Skip = FusedMultiplyAddFactAttribute.Reason;
        DisplayName = Skip is null ? null : $"{name}: {Skip}";
    }
}
