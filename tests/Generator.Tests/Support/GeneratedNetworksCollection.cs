using Xunit;

namespace Backprop.Generator.Tests.Support;

/// <summary>The tests that share <see cref="GeneratedNetworks"/>: compiling them takes longer than running them.</summary>
[CollectionDefinition(nameof(GeneratedNetworks))]
public sealed class GeneratedNetworksCollection : ICollectionFixture<GeneratedNetworks>;
