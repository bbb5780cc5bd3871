using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Backprop.Readme.Tests;

/// <summary>What the README says of other files is so.</summary>
public sealed class ReadmeTests
{
    private static readonly Document Readme = new("README.md");

    [Fact]
    public void TheSecondProgramIsTheQuickstartAndShowsWhatItPrints()
    {
        DocumentProgram program = Readme.Programs.ElementAt(1);

        Assert.Equal(File.ReadAllText(Path.Combine(Document.Root, "samples", "Quickstart", "Program.cs")).Replace("\r\n", "\n"), program.Source);
        Assert.NotNull(program.Shown);
    }

    [Fact]
    public void TheFirstProgramIsThatOfTheDocumentsOfTraining()
    {
        DocumentProgram program = new Document("docs/training.md").Programs.First();

        Assert.Equal(program.Source, Readme.Programs.First().Source);
        Assert.Contains($"`{program.Shown!.Split('\n')[0]}`", Readme.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheExcerptIsWhatIsEmitted()
    {
        Match excerpt = Regex.Match(Readme.Text, "<!-- excerpt: (.*?) -->\n```csharp\n(.*?)```\n<!-- end of excerpt -->", RegexOptions.Singleline);
        string emitted = CompiledProgram.Of($"using Backprop; [Network({excerpt.Groups[1].Value})] public partial class DigitNet;").Emitted;

        Assert.True(excerpt.Success);
        string[] pieces = excerpt.Groups[2].Value.Split("\n// …\n");
        Assert.All(pieces, piece => Assert.Contains(Flat(piece), Flat(emitted), StringComparison.Ordinal));
    }

    /// <summary>Without indentation and line ends: the excerpt stands further left than what it was taken from.</summary>
    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0));
}
