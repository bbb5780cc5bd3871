using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// The results of the probe's <c>bits</c> on any processor with a fused multiply-add, in <c>golden-hashes.tsv</c> beside this file.
/// <c>BACKPROP_ACCEPT=1</c> in the environment accepts what this processor gives; <c>docs/determinism.md</c> says when that may be done.
/// </summary>
internal static class GoldenHashes
{
    private const string Header = """
        # What `Backprop.Probe bits` prints on every processor with a fused multiply-add: network and optimizer, hash of all results, cost at the end.
        # docs/determinism.md says when these may change, and how they are accepted.
        """;

    private static readonly string FilePath = Path.Combine(Path.GetDirectoryName(ThisFile())!, "golden-hashes.tsv");

    private static bool Accepts => Environment.GetEnvironmentVariable("BACKPROP_ACCEPT") == "1";

    /// <summary>The golden results; if they are being accepted, those of <paramref name="run"/>, which becomes golden.</summary>
    public static Dictionary<string, string> Of(ProbeRun run)
    {
        if (Accepts)
        {
            File.WriteAllText(FilePath, Header.ReplaceLineEndings("\n") + "\n" + string.Concat(run.Results.Select(static result => $"{result.Key}\t{result.Value}\n")));
        }

        return File.ReadLines(FilePath)
            .Where(static line => !line.StartsWith('#'))
            .Select(static line => line.Split('\t', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1]);
    }

    /// <summary>The results must be the golden ones.</summary>
    public static void AssertEqual(Dictionary<string, string> golden, ProbeRun run)
    {
        string[] differences = golden.Keys.Union(run.Results.Keys)
            .Where(key => golden.GetValueOrDefault(key) != run.Results.GetValueOrDefault(key))
            .Select(key => $"- {key}\t{golden.GetValueOrDefault(key, "(none)")}\n+ {key}\t{run.Results.GetValueOrDefault(key, "(none)")}")
            .ToArray();
        Assert.True(
            differences.Length == 0,
            $"with {string.Join(' ', run.Widths)}, {differences.Length} of {golden.Count} results differ from {FilePath}:\n{string.Join('\n', differences)}\n"
            + "If all widths agree and the change is meant (docs/determinism.md), run the tests with BACKPROP_ACCEPT=1.");
    }

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
