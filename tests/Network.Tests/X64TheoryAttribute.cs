using Xunit;

namespace Backprop.Network.Tests;

/// <inheritdoc cref="X64FactAttribute"/>
internal sealed class X64TheoryAttribute : TheoryAttribute
{
    public X64TheoryAttribute() => Skip = X64FactAttribute.Reason;
}
