using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Backprop.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>Every program in the README is compiled and run, and what it claims to be emitted is emitted.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ReadmeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md")).Replace("\r\n", "\n");

    [Fact]
    public void EveryProgramRuns()
    {
        string[] programs = Programs().ToArray();

        Assert.True(programs.Length >= 3, $"{programs.Length} programs were found");
        Assert.All(programs, static program => Run(program));
    }

    [Fact]
    public void TheFirstProgramIsTheQuickstartAndPrintsWhatTheReadmeShows()
    {
        string program = Programs().First();
        string shown = Regex.Match(Readme, "```\n(0 xor 0.*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.Equal(File.ReadAllText(Path.Combine(Root, "samples", "Quickstart", "Program.cs")).Replace("\r\n", "\n"), program);
        Assert.Equal(shown, Run(program));
    }

    [Fact]
    public void TheExcerptIsWhatIsEmitted()
    {
        Match excerpt = Regex.Match(Readme, "<!-- excerpt: (.*?) -->\n```csharp\n(.*?)```\n<!-- end of excerpt -->", RegexOptions.Singleline);
        string emitted = GeneratorRun.Of($"using Backprop; [Network({excerpt.Groups[1].Value})] public partial class DigitNet {{ }}").SingleText();

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

    /// <summary>Runs a program, or only compiles it where it declares and does nothing; returns what it printed.</summary>
    private static string Run(string program)
    {
        bool hasStatements = Regex.IsMatch(program, @"^(var|float\[\]|Console)", RegexOptions.Multiline);
        GeneratorRun run = hasStatements ? GeneratorRun.OfProgram(program) : GeneratorRun.Of(program);
        if (!hasStatements)
        {
            return string.Empty;
        }

        TextWriter console = Console.Out;
        using StringWriter output = new() { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            MethodInfo main = run.Load().EntryPoint!;
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }

    /// <summary>Without indentation and line ends: the excerpt stands further left than what it was taken from.</summary>
    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
