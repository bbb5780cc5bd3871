using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Backprop.Readme.Tests;

/// <summary>
/// Every program in the README and in docs/ is compiled, run in the directory of the repository, and prints what the document shows. With
/// BACKPROP_ACCEPT=1 it is shown in the documents what the programs print now.
/// </summary>
[Collection("Programs that print")]
public sealed class DocumentTests
{
    public static TheoryData<string> NamesOfDocuments => [.. Document.Names];

    public static TheoryData<string> NamesOfDocumentsWithPrograms => [.. Document.Names.Where(static name => new Document(name).Programs.Any())];

    [Theory]
    [MemberData(nameof(NamesOfDocumentsWithPrograms))]
    public void EveryProgramPrintsWhatIsShown(string name)
    {
        Document document = new(name);
        Directory.SetCurrentDirectory(Document.Root);
        string[] printed = [.. document.Programs.Select(static program => CompiledProgram.Of(program.Source).Run())];
        if (Environment.GetEnvironmentVariable("BACKPROP_ACCEPT") == "1")
        {
            document.Accept(printed);
            return;
        }

        Assert.All(document.Programs.Zip(printed), static pair => Assert.Equal(pair.First.Shown ?? pair.Second, pair.Second));
    }

    [Fact]
    public void InThePagesOnTrainingEveryBlockIsAProgram()
    {
        string[] pages = [.. Document.Names.Where(static name => name.StartsWith("docs/training", StringComparison.Ordinal))];

        Assert.True(pages.Length >= 10, $"{pages.Length} pages were found");
        Assert.All(pages, static name =>
        {
            Document page = new(name);
            Assert.NotEmpty(page.Programs);
            Assert.Equal(Regex.Count(page.Text, "^```csharp", RegexOptions.Multiline), page.Programs.Count());
            Assert.Equal(Regex.Count(page.Text, "^```text", RegexOptions.Multiline), page.Programs.Count(static program => program.Shown is not null));
        });
    }

    [Theory]
    [MemberData(nameof(NamesOfDocuments))]
    public void EveryLinkLeadsSomewhere(string name)
        => Assert.All(new Document(name).LinkedFiles, static path => Assert.True(File.Exists(path) || Directory.Exists(path), path));
}
