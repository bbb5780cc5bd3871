using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Backprop.Generator.Emission;
using Backprop.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Backprop.KernelLab;

/// <summary>A product as the generator emits it, compiled in this process.</summary>
internal static unsafe class CompiledVariant
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>Left factor, right factor, target, rows.</summary>
    public static delegate*<ref float, ref float, ref float, nuint, void> Compile(ProductPlan plan)
    {
        SourceWriter writer = new();
        writer.Lines(Names.Aliases);
        writer.Open("internal static class Kernel");
        ProductEmitter.Emit(writer, plan);
        writer.Close();

        CSharpCompilation compilation = CSharpCompilation.Create(
            "Variant" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(writer.ToString())],
            References,
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream stream = new();
        var result = compilation.Emit(stream);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
        }

        MethodInfo method = Assembly.Load(stream.ToArray()).GetType("Kernel")!.GetMethod(plan.Name, BindingFlags.Static | BindingFlags.NonPublic)!;
        return (delegate*<ref float, ref float, ref float, nuint, void>)method.MethodHandle.GetFunctionPointer();
    }
}
