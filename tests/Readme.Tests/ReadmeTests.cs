using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Backprop.Readme.Tests;

/// <summary>Every program in the README is compiled and run, and what it claims to be emitted is emitted.</summary>
public sealed class ReadmeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md")).Replace("\r\n", "\n");

    [Fact]
    public void EveryProgramRuns()
    {
        string[] programs = Programs().ToArray();

        Assert.True(programs.Length >= 3, $"{programs.Length} programs were found");
        Assert.All(programs, static program => CompiledProgram.Of(program).Run());
    }

    [Fact]
    public void TheFirstProgramIsTheQuickstartAndPrintsWhatTheReadmeShows()
    {
        string program = Programs().First();
        string shown = Regex.Match(Readme, "```\n(0 xor 0.*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.Equal(File.ReadAllText(Path.Combine(Root, "samples", "Quickstart", "Program.cs")).Replace("\r\n", "\n"), program);
        Assert.Equal(shown, CompiledProgram.Of(program).Run());
    }

    [Fact]
    public void TheExcerptIsWhatIsEmitted()
    {
        Match excerpt = Regex.Match(Readme, "<!-- excerpt: (.*?) -->\n```csharp\n(.*?)```\n<!-- end of excerpt -->", RegexOptions.Singleline);
        string emitted = CompiledProgram.Of($"using Backprop; [Network({excerpt.Groups[1].Value})] public partial class DigitNet;").Emitted;

        Assert.True(excerpt.Success);
        string[] pieces = excerpt.Groups[2].Value.Split("\n// …\n");
        Assert.All(pieces, piece => Assert.Contains(Flat(piece), Flat(emitted), StringComparison.Ordinal));
    }

    [Fact]
    public void EveryLinkLeadsSomewhere()
    {
        string[] targets = Regex.Matches(Readme, @"\]\(([^)#:]+)\)").Select(static m => m.Groups[1].Value).ToArray();

        Assert.NotEmpty(targets);
        Assert.All(targets, static target => Assert.True(File.Exists(Path.Combine(Root, target)), target));
    }

    private static IEnumerable<string> Programs()
        => Regex.Matches(Readme, "```csharp\n(.*?)```", RegexOptions.Singleline)
            .Select(static m => m.Groups[1].Value)
            .Where(static code => code.StartsWith("using ", StringComparison.Ordinal));

    /// <summary>Without indentation and line ends: the excerpt stands further left than what it was taken from.</summary>
    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
