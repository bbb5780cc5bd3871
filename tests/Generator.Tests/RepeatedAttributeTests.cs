using System.Linq;
using Backprop.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>The compiler refuses a second attribute (CS0579); the generator must not stumble over it, and other networks stay.</summary>
public sealed class RepeatedAttributeTests
{
    [Theory]
    [InlineData("[Network(2, 1, Activation.Tanh)] public partial class Net { } [Network(2, 3, Activation.Tanh)] public partial class Net { }")]
    [InlineData("[Network(2, 1, Activation.Tanh), Network(2, 3, Activation.Tanh)] public partial class Net { }")]
    [InlineData("[Network(2, 1, Activation.Tanh)] [Network(2, 3, Activation.Tanh)] public partial class Net { }")]
    public void TheFirstAttributeCounts(string declarations)
    {
        string other = "[Network(4, 5, Activation.Relu)] public partial class Other { }";
        CSharpCompilation compilation = GeneratorRun.CompilationOf(LanguageVersion.Latest, "using Backprop; " + declarations + other);

        GeneratorRunResult result = CSharpGeneratorDriver.Create(new NetworkGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation after, out _)
            .GetRunResult()
            .Results
            .Single();

        Assert.Null(result.Exception);
        Assert.Equal(["Net.g.cs", "Other.g.cs"], result.GeneratedSources.Select(static s => s.HintName).Order());
        Assert.Contains("OutputSize = 1;", result.GeneratedSources.Single(static s => s.HintName == "Net.g.cs").SourceText.ToString());
        Assert.Equal(["CS0579"], after.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.Id));
    }
}
