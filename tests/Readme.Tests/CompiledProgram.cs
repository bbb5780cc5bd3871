using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Backprop.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Backprop.Readme.Tests;

/// <summary>A program from a document, compiled with the generator.</summary>
internal sealed class CompiledProgram
{
    private static readonly ImmutableArray<MetadataReference> References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
        .Append(typeof(object).Assembly.Location)
        .Append(typeof(NetworkAttribute).Assembly.Location)
        .Append(typeof(CsvFile).Assembly.Location)
        .Distinct()
        .Select(static path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToImmutableArray();

    private readonly bool _hasStatements;
    private readonly byte[] _image;

    private CompiledProgram(bool hasStatements, string emitted, byte[] image)
    {
        _hasStatements = hasStatements;
        Emitted = emitted;
        _image = image;
    }

    /// <summary>What the generator wrote.</summary>
    public string Emitted { get; }

    public static CompiledProgram Of(string source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source);
        bool hasStatements = tree.GetCompilationUnitRoot().Members.Any(static m => m is GlobalStatementSyntax);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Program",
            [tree],
            References,
            new CSharpCompilationOptions(hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new NetworkGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation after, out _);

        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = after.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(5)));
        return new CompiledProgram(hasStatements, string.Concat(driver.GetRunResult().GeneratedTrees), image.ToArray());
    }

    /// <summary>Runs it, if it has statements, and returns what it printed.</summary>
    public string Run()
    {
        if (!_hasStatements)
        {
            return string.Empty;
        }

        TextWriter console = Console.Out;
        using StringWriter output = new() { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            MethodInfo main = new AssemblyLoadContext("program").LoadFromStream(new MemoryStream(_image)).EntryPoint!;
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }
}
