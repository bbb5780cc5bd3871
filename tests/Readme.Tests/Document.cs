using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Backprop.Readme.Tests;

/// <summary>The README, or a page of docs/.</summary>
internal sealed class Document
{
    // A program, and what it prints: the next block, if that is one of text.
    private static readonly Regex Program = new(
        "^```csharp\n(?<source>using .*?)^```$((?!^```).)*(^```text\n(?<shown>.*?)^```$)?", RegexOptions.Multiline | RegexOptions.Singleline);

    private readonly string _path;

    /// <summary>Reads a document.</summary>
    /// <param name="name">Where it is in the repository.</param>
    public Document(string name)
    {
        _path = Path.Combine(Root, name);
        Text = File.ReadAllText(_path).Replace("\r\n", "\n");
    }

    /// <summary>The directory of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>All of them, in the order of their names.</summary>
    public static IEnumerable<string> Names
        => Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Append("README.md")
            .Order(StringComparer.Ordinal);

    public string Text { get; }

    /// <summary>The blocks of C# that begin with a using directive; others are excerpts.</summary>
    public IEnumerable<DocumentProgram> Programs
        => Program.Matches(Text).Select(static match => match.Groups["shown"] is { Success: true } shown
            ? new DocumentProgram(match.Groups["source"].Value, shown.Value, shown.Index)
            : new DocumentProgram(match.Groups["source"].Value, null, 0));

    /// <summary>The files that it links to, from its own directory.</summary>
    public IEnumerable<string> LinkedFiles
        => Regex.Matches(Text, @"\]\(([^)#:]+)(#[^)]*)?\)").Select(match => Path.Combine(Path.GetDirectoryName(_path)!, match.Groups[1].Value));

    /// <summary>Writes the document again, with what its programs print.</summary>
    /// <param name="printed">For each program, in their order.</param>
    public void Accept(IEnumerable<string> printed)
    {
        string text = Text;
        foreach ((DocumentProgram program, string output) in Programs.Zip(printed).Reverse().Where(static pair => pair.First.Shown is not null))
        {
            text = string.Concat(text.AsSpan(0, program.ShownAt), output, text.AsSpan(program.ShownAt + program.Shown!.Length));
        }

        File.WriteAllText(_path, text);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
