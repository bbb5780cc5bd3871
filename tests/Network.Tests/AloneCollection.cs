using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Tests that measure run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Alone";
}
