using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Xunit.Sdk;

namespace Backprop.Generator.Tests.Support;

/// <summary>
/// Source with networks, after the generator. Every run asserts what must hold for any source: no exception, no diagnostic of the
/// generator, emitted code without a warning under the sternest options, a cached second run, and models without symbols.
/// </summary>
internal sealed class GeneratorRun
{
    private const string UserFile = "User.cs";

    private readonly CSharpCompilation _compilation;
    private byte[]? _image;

    private GeneratorRun(CSharpCompilation compilation, ImmutableArray<GeneratedSourceResult> sources)
    {
        _compilation = compilation;
        Sources = sources;
    }

    /// <summary>The emitted files.</summary>
    public ImmutableArray<GeneratedSourceResult> Sources { get; }

    /// <summary>The user's source and the emitted files.</summary>
    public Compilation Compilation => _compilation;

    /// <summary>The compiled assembly.</summary>
    public byte[] Image => _image ?? throw new InvalidOperationException("The source does not compile.");

    /// <summary>Runs the generator over files that must compile with what it emits.</summary>
    public static GeneratorRun Of(params string[] files) => Of(LanguageVersion.Latest, files);

    /// <inheritdoc cref="Of(string[])"/>
    public static GeneratorRun Of(LanguageVersion version, params string[] files)
    {
        GeneratorRun run = Generate(version, files);
        run.Compile();
        return run;
    }

    /// <summary>Runs the generator over files that it has to leave alone.</summary>
    public static GeneratorRun WithoutNetwork(params string[] files)
    {
        GeneratorRun run = Generate(LanguageVersion.Latest, files);
        Assert.Empty(run.Sources);
        return run;
    }

    /// <summary>The user's files before the generator.</summary>
    public static CSharpCompilation CompilationOf(LanguageVersion version, params string[] files)
    {
        CSharpParseOptions options = new(version, DocumentationMode.Diagnose);
        return CSharpCompilation.Create(
            "User",
            files.Select((text, i) => CSharpSyntaxTree.ParseText(text, options, path: i == 0 ? UserFile : i + UserFile)),
            References.All,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                checkOverflow: true,
                warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The text of the one emitted file.</summary>
    public string SingleText() => Assert.Single(Sources).SourceText.ToString();

    /// <summary>Loads the compiled assembly.</summary>
    public Assembly Load() => new AssemblyLoadContext("user").LoadFromStream(new MemoryStream(Image));

    private static GeneratorRun Generate(LanguageVersion version, string[] files)
    {
        CSharpCompilation before = CompilationOf(version, files);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            new[] { new NetworkGenerator().AsSourceGenerator() },
            parseOptions: new CSharpParseOptions(version, DocumentationMode.Diagnose),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(before, out Compilation after, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(diagnostics);

        SyntaxTree unrelated = CSharpSyntaxTree.ParseText("internal sealed class Unrelated { }", new CSharpParseOptions(version), path: "Unrelated.cs");
        GeneratorRunResult again = Assert.Single(driver.RunGenerators(before.AddSyntaxTrees(unrelated)).GetRunResult().Results);
        AssertCached(again);
        ModelGraph.AssertHoldsNoSymbols(OutputsOf(result));
        return new GeneratorRun((CSharpCompilation)after, result.GeneratedSources);
    }

    private static IEnumerable<object> OutputsOf(GeneratorRunResult result)
        => result.TrackedSteps.TryGetValue(NetworkGenerator.SpecStep, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(static s => s.Outputs).Select(static o => o.Value)
            : Enumerable.Empty<object>();

    private static void AssertCached(GeneratorRunResult result)
    {
        IEnumerable<IncrementalGeneratorRunStep> steps = result.TrackedOutputSteps.Values.SelectMany(static s => s);
        if (result.TrackedSteps.TryGetValue(NetworkGenerator.SpecStep, out ImmutableArray<IncrementalGeneratorRunStep> specs))
        {
            steps = steps.Concat(specs);
        }

        Assert.All(
            steps.SelectMany(static s => s.Outputs),
            static output => Assert.True(
                output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"An unrelated file made a step {output.Reason}."));
    }

    /// <summary>Warnings of the user's own text are the user's; the emitted text has none.</summary>
    private void Compile()
    {
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = _compilation.Emit(image);
        Diagnostic[] unwanted = result.Diagnostics.Where(IsUnwanted).ToArray();
        if (unwanted.Length > 0)
        {
            throw new XunitException(string.Join('\n', unwanted.Take(10).Select(Show)));
        }

        Assert.True(result.Success);
        _image = image.ToArray();
    }

    private static bool IsUnwanted(Diagnostic diagnostic)
        => diagnostic.Severity == DiagnosticSeverity.Error
        || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree?.FilePath.EndsWith(UserFile, StringComparison.Ordinal) != true);

    private static string Show(Diagnostic diagnostic)
    {
        string line = diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? string.Empty;
        return $"{diagnostic}\n    {line.Trim()}";
    }
}
