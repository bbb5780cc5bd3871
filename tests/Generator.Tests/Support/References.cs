using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Backprop.Generator.Tests.Support;

/// <summary>What a user's project refers to: the framework that the tests run on, and the runtime.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> All { get; } = Framework()
        .Append(typeof(NetworkAttribute).Assembly.Location)
        .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToImmutableArray();

    private static string[] Framework()
    {
        string? folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty;
        return trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == folder).ToArray();
    }
}
