namespace Backprop.Generator.Tests.Support;

/// <summary>Networks of few neurons, emitted and compiled together.</summary>
public sealed class TinyNetworks() : GeneratedNetworks(RandomTopologies.OfTiny(Count))
{
    public const int Count = 120;
}
