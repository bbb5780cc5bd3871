using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Backprop.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Backprop.Generator.Tests.Support;

/// <summary>What the analyzer says of a source, with the emitted code in the compilation as it is in a user's build.</summary>
internal static class AnalyzerRun
{
    /// <summary>The diagnostics, by position.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Of(Compilation compilation)
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new NetworkAnalyzer()), options);
        ImmutableArray<Diagnostic> diagnostics = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return diagnostics.OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id).ToImmutableArray();
    }

    /// <summary>Expects one diagnostic, at the text between <c>«</c> and <c>»</c>, and no network.</summary>
    public static async Task<Diagnostic> Single(string marked)
    {
        int first = marked.IndexOf('«');
        int end = marked.IndexOf('»') - 1;
        GeneratorRun run = GeneratorRun.WithoutNetwork(marked.Replace("«", string.Empty).Replace("»", string.Empty));
        Diagnostic diagnostic = Assert.Single(await Of(run.Compilation));
        Assert.Equal(TextSpan.FromBounds(first, end), diagnostic.Location.SourceSpan);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        return diagnostic;
    }
}
