using System.Runtime.CompilerServices;
using Xunit;

namespace Backprop.Network.Tests;

/// <inheritdoc cref="X64FactAttribute"/>
internal sealed class X64TheoryAttribute : TheoryAttribute
{
    public X64TheoryAttribute([CallerMemberName] string name = "")
    {
        Skip = X64FactAttribute.Reason;
        DisplayName = Skip is null ? null : $"{name}: {Skip}";
    }
}
