using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>Tests that redirect the console run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Console";
}
