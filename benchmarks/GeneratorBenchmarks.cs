using System;
using System.IO;
using System.Linq;
using Backprop.Generator;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.Benchmarks;

/// <summary>What the generator costs the compiler, in a project of twenty files with three networks.</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "Job")]
public class GeneratorBenchmarks
{
    private const int OtherFiles = 19;

    private const string Networks = """
        using Backprop;

        [Network(784, 16, 10, Activation.Sigmoid)]
        public partial class Digits;

        [Network(784, 128, Activation.Relu, 10, Activation.Softmax)]
        public partial class WideDigits;

        [Network(4, 32, 16, 4, Activation.Tanh)]
        public partial class Regression;
        """;

    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _edited = null!;
    private GeneratorDriver _warm = null!;

    [GlobalSetup]
    public void CreateProject()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        _compilation = CSharpCompilation.Create(
            "Project",
            Enumerable.Range(0, OtherFiles).Select(static i => Parse(OtherFile(i, value: 0))).Prepend(Parse(Networks)),
            platform.Split(Path.PathSeparator).Append(typeof(NetworkAttribute).Assembly.Location).Distinct()
                .Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        // A key was pressed, in a file without a network.
        SyntaxTree file = _compilation.SyntaxTrees[^1];
        _edited = _compilation.ReplaceSyntaxTree(file, Parse(OtherFile(OtherFiles - 1, value: 1)));

        _warm = Driver().RunGenerators(_compilation);
        int sources = _warm.GetRunResult().GeneratedTrees.Length;
        if (sources != 3)
        {
            throw new InvalidOperationException($"expected a source for each of 3 networks, got {sources}");
        }
    }

    /// <summary>A build: everything is parsed, planned and emitted.</summary>
    [Benchmark(Description = "cold")]
    public GeneratorDriver Cold() => Driver().RunGenerators(_compilation);

    /// <summary>A key pressed elsewhere: nothing is planned or emitted again.</summary>
    [Benchmark(Description = "cached, after an edit elsewhere")]
    public GeneratorDriver Cached() => _warm.RunGenerators(_edited);

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(new NetworkGenerator());

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source);

    private static string OtherFile(int index, int value) => $$"""
        public sealed class Other{{index}}
        {
            public int Value => {{value}};

            public override string ToString() => Value.ToString();
        }
        """;
}
