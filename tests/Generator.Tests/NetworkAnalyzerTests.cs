using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Backprop.Generator.Diagnostics;
using Backprop.Generator.Parsing;
using Backprop.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>Each slip gives one clear error at the place of the slip; what is right gives none. <c>«</c> and <c>»</c> mark the place.</summary>
public sealed class NetworkAnalyzerTests
{
    private const string Attribute = "[Network(2, 3, 1, Activation.Sigmoid)]";

    [Theory]
    [InlineData("BPG0001", $"{Attribute} public class «Net» {{ }}", "'Net' has a [Network] attribute but is not partial: write 'partial class Net', so that the generator can add to it")]
    [InlineData("BPG0002", $"class Outer {{ {Attribute} public partial class «Net» {{ }} }}", "'Outer', which contains the network 'Net', is not partial: add 'partial' to 'Outer'")]
    [InlineData("BPG0003", $"{Attribute} public partial record «Net»;", "'Net' is a record: put [Network] on an ordinary partial class")]
    [InlineData("BPG0003", $"{Attribute} public record «Net»(int X);", "'Net' is a record: put [Network] on an ordinary partial class")]
    [InlineData("BPG0003", $"{Attribute} public static partial class «Net» {{ }}", "'Net' is a static class: put [Network] on an ordinary partial class")]
    [InlineData("BPG0003", $"{Attribute} public partial struct «Net» {{ }}", "'Net' is a struct: put [Network] on an ordinary partial class")]
    [InlineData("BPG0003", $"{Attribute} public partial interface «INet» {{ }}", "'INet' is an interface: put [Network] on an ordinary partial class")]
    [InlineData("BPG0004", "[«Network()»] public partial class Net { }", "The topology has no layer: write the input size, the size of each layer and an activation, such as [Network(784, 16, 10, Activation.Sigmoid)]")]
    [InlineData("BPG0004", "[«Network»] public partial class Net { }", "The topology has no layer: write the input size, the size of each layer and an activation, such as [Network(784, 16, 10, Activation.Sigmoid)]")]
    [InlineData("BPG0004", "[«Network(null)»] public partial class Net { }", "The topology has no layer: write the input size, the size of each layer and an activation, such as [Network(784, 16, 10, Activation.Sigmoid)]")]
    [InlineData("BPG0004", "[«Network(784, Bias = false)»] public partial class Net { }", "The topology has no layer: write the input size, the size of each layer and an activation, such as [Network(784, 16, 10, Activation.Sigmoid)]")]
    [InlineData("BPG0005", "[Network(784, «16.5», Activation.Relu)] public partial class Net { }", "16.5 (Double) is neither a size nor an activation: write an int or a member of Backprop.Activation")]
    [InlineData("BPG0005", "[Network(784, «16L», 1, Activation.Relu)] public partial class Net { }", "16 (Int64) is neither a size nor an activation: write an int or a member of Backprop.Activation")]
    [InlineData("BPG0005", "[Network(784, 1, «(Activation)99»)] public partial class Net { }", "99 (Activation) is neither a size nor an activation: write an int or a member of Backprop.Activation")]
    [InlineData("BPG0005", "[Network(784, 1, Activation.Relu, «null»)] public partial class Net { }", "null is neither a size nor an activation: write an int or a member of Backprop.Activation")]
    [InlineData("BPG0005", "[Network(new object[] { 784, «\"x\"», Activation.Relu })] public partial class Net { }", "x (String) is neither a size nor an activation: write an int or a member of Backprop.Activation")]
    [InlineData("BPG0006", "[Network(784, «0», Activation.Relu)] public partial class Net { }", "Size 0 is not positive: inputs and layers have at least 1 value")]
    [InlineData("BPG0006", "[Network(«-3», 10, Activation.Relu, Bias = true)] public partial class Net { }", "Size -3 is not positive: inputs and layers have at least 1 value")]
    [InlineData("BPG0006", "[Network(Bias = true, topology: new object[] { 784, «0», Activation.Relu })] public partial class Net { }", "Size 0 is not positive: inputs and layers have at least 1 value")]
    [InlineData("BPG0007", "[Network(784, «Activation.Relu», 10, Activation.Tanh)] public partial class Net { }", "Activation.Relu has no layer to apply to: write the size of a layer before it (the first number of a topology is its input size)")]
    [InlineData("BPG0008", "[Network(784, 16, Activation.Relu, «10»)] public partial class Net { }", "The layer of size 10 has no activation: write one at the end, such as Activation.Identity")]
    [InlineData("BPG0009", "[Network(784, 16, 10, «Activation.Softmax»)] public partial class Net { }", "Activation.Softmax is for the last layer alone: give the layers before it another activation")]
    [InlineData("BPG0010", "[Network(2, 1, Activation.Tanh, «Loss = Loss.BinaryCrossEntropy»)] public partial class Net { }", "Loss.BinaryCrossEntropy needs Activation.Sigmoid in the last layer, which has Activation.Tanh: change one of the two")]
    [InlineData("BPG0011", "[Network(2, 1, Activation.Tanh, «Loss = (Loss)17»)] public partial class Net { }", "Loss has no member of value 17: use one of its named members")]
    [InlineData("BPG0011", "[Network(2, 1, Activation.Tanh, Bias = false, «Reduction = (Reduction)(-1)»)] public partial class Net { }", "Reduction has no member of value -1: use one of its named members")]
    [InlineData("BPG0011", "[Network(2, 1, Activation.Tanh, «Initializer = (Initializer)8»)] public partial class Net { }", "Initializer has no member of value 8: use one of its named members")]
    [InlineData("BPG0012", "[Network(100_000, 100_000, Activation.Relu)] public partial class «Net» { }", "The network needs 10000100000 floats for its parameters, and 268435456 are the most: make its layers smaller")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net {{ public «Net»() {{ }} }}", "The generator writes 'Net()' into 'Net': rename or remove your own")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net {{ private «Net»(ulong seed) {{ }} }}", "The generator writes 'Net(ulong)' into 'Net': rename or remove your own")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net {{ public int «InputSize» => 1; }}", "The generator writes 'InputSize' into 'Net': rename or remove your own")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net {{ private struct «Forward» {{ }} }}", "The generator writes 'Forward' into 'Net': rename or remove your own")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net {{ public static int «Weight»(int a, int b, int c) => 0; }}", "The generator writes 'Weight(int, int, int)' into 'Net': rename or remove your own")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net {{ void «Train»(System.ReadOnlySpan<float> x, System.ReadOnlySpan<int> y, Optimizer? z) {{ }} }}", "The generator writes 'Train(System.ReadOnlySpan<float>, System.ReadOnlySpan<int>, Backprop.Optimizer)' into 'Net': rename or remove your own")]
    [InlineData("BPG0013", $"{Attribute} public partial class «Kernels» {{ }}", "The generator writes 'Kernels' into 'Kernels': rename or remove your own")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net<«Cost»> {{ }}", "The generator writes 'Cost' into 'Net': rename or remove your own")]
    [InlineData("BPG0014", $"{Attribute} public partial class Net {{ public «Net»(string name) {{ }} }}", "'Net(string)' leaves the network without its memory: let it call ': this()' or ': this(seed)'")]
    [InlineData("BPG0014", $"{Attribute} public partial class Net {{ public Net(int x) : this((ulong)x) {{ }} public «Net»(string name) : base() {{ }} }}", "'Net(string)' leaves the network without its memory: let it call ': this()' or ': this(seed)'")]
    [InlineData("BPG0015", $"public class Agent {{ public Agent(string name) {{ }} }} {Attribute} public partial class «Net» : Agent {{ }}", "The generated constructors of 'Net' call the constructor of 'Agent' without arguments, and it has none they can reach: declare one")]
    [InlineData("BPG0015", $"public class Agent {{ private Agent() {{ }} public Agent(int a) {{ }} }} {Attribute} public partial class «Net» : Agent {{ }}", "The generated constructors of 'Net' call the constructor of 'Agent' without arguments, and it has none they can reach: declare one")]
    [InlineData("BPG0016", "[Network(2, 3, 1, Activation.Tanh, «Dropout = 20»)] public partial class Net { }", "Dropout 20 is not a rate: write the share of outputs to drop, from 0 up and below 1, such as Dropout = 0.2")]
    [InlineData("BPG0016", "[Network(2, 3, 1, Activation.Tanh, «Dropout = 1», Bias = true)] public partial class Net { }", "Dropout 1 is not a rate: write the share of outputs to drop, from 0 up and below 1, such as Dropout = 0.2")]
    [InlineData("BPG0016", "[Network(2, 3, 1, Activation.Tanh, «Dropout = -0.5»)] public partial class Net { }", "Dropout -0.5 is not a rate: write the share of outputs to drop, from 0 up and below 1, such as Dropout = 0.2")]
    [InlineData("BPG0016", "[Network(2, 3, 1, Activation.Tanh, «Dropout = double.NaN»)] public partial class Net { }", "Dropout NaN is not a rate: write the share of outputs to drop, from 0 up and below 1, such as Dropout = 0.2")]
    public async Task ASlipIsOneErrorAtItsPlace(string id, string source, string message)
    {
        Diagnostic diagnostic = await AnalyzerRun.Single("using Backprop; " + source);

        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("BPG0001", $"{Attribute} public partial class Net {{ }} public partial class Net {{ }}")]
    [InlineData("BPG0002", $"partial class Outer {{ {Attribute} public partial class Net {{ }} }}")]
    [InlineData("BPG0003", $"public partial record Outer(int X) {{ {Attribute} public partial class Net {{ }} }}")]
    [InlineData("BPG0004", "[Network(1, 1, Activation.Identity)] public partial class Net { }")]
    [InlineData("BPG0005", "[Network(A, B, C)] public partial class Net { const int A = 3; const int B = A + 1; const Activation C = Activation.Elu; }")]
    [InlineData("BPG0006", "[Network(1, 1, 1, 1, Activation.Tanh)] public partial class Net { }")]
    [InlineData("BPG0007", "[Network(784, 16, Activation.Relu, 10, Activation.Tanh)] public partial class Net { }")]
    [InlineData("BPG0008", "[Network(784, 16, 10, Activation.Relu)] public partial class Net { }")]
    [InlineData("BPG0009", "[Network(784, 16, Activation.Relu, 10, Activation.Softmax)] public partial class Net { }")]
    [InlineData("BPG0010", "[Network(784, 10, Activation.Softmax, Loss = Loss.CrossEntropy)] public partial class Net { } [Network(784, 10, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)] public partial class Yes { }")]
    [InlineData("BPG0011", "[Network(784, 10, Activation.Softmax, Loss = (Loss)2, Reduction = (Reduction)1)] public partial class Net { }")]
    [InlineData("BPG0011", "[Network(784, 10, Activation.Softmax, Initializer = (Initializer)7)] public partial class Net { }")]
    [InlineData("BPG0012", "[Network(1000, 1000, Activation.Relu)] public partial class Net { }")]
    [InlineData("BPG0013", $"{Attribute} public partial class Net {{ static Net() {{ }} public int Weight(string name) => 0; public float Forward<T>(System.ReadOnlySpan<float> a, System.Span<float> b) => 0; public class Initializer {{ }} }}")]
    [InlineData("BPG0014", $"{Attribute} public partial class Net {{ public Net(string name) : this(1) {{ }} public Net(int a) : this((ulong)a) {{ }} }}")]
    [InlineData("BPG0015", $"public class Agent {{ protected Agent(int a = 1) {{ }} }} {Attribute} public partial class Net : Agent {{ }}")]
    [InlineData("BPG0015", $"public class Agent {{ protected Agent(params string[] names) {{ }} }} {Attribute} public partial class Net : Agent {{ }}")]
    [InlineData("BPG0016", "[Network(2, 3, 1, Activation.Tanh, Dropout = 0)] public partial class Net { } [Network(2, 3, 1, Activation.Tanh, Dropout = 0.9999f)] public partial class Yes { }")]
    [InlineData("no network", "[System.Obsolete] public class Net { } public class NetworkAttribute : System.Attribute { } [global::Network] public struct Other { }")]
    public async Task WhatIsRightGivesNone(string id, string source)
    {
        Assert.NotEmpty(id);
        Assert.Empty(await AnalyzerRun.Of(GeneratorRun.Of("using Backprop; " + source).Compilation));
    }

    [Theory]
    [InlineData("[Network(784, missing, Activation.Relu)] public partial class Net { }")]
    [InlineData("[Network(784, 10, Activation.Missing)] public partial class Net { }")]
    [InlineData("[Network(784, 10, Activation.Relu, Missing = 1)] public partial class Net { }")]
    [InlineData("[Network(784, 10, Activation.Relu, Loss = Loss.Missing)] public partial class Net { }")]
    [InlineData("[Network(784, 10, Activation.Relu, Loss = 3)] public partial class Net { }")]
    public async Task WhatTheCompilerRejectsIsLeftToIt(string source)
    {
        Compilation compilation = GeneratorRun.CompilationOf(LanguageVersion.Latest, "using Backprop; " + source);

        Assert.NotEmpty(compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await AnalyzerRun.Of(compilation));
    }

    [Fact]
    public async Task AClassWithSeveralSlipsGetsAllOfThem()
    {
        GeneratorRun run = GeneratorRun.WithoutNetwork("using Backprop; class Outer { [Network(0, 5, 3, Loss = (Loss)(-1))] class Net { int Gradients; } }");

        Assert.Equal(
            new[] { "BPG0001", "BPG0002", "BPG0006", "BPG0008", "BPG0011", "BPG0013" },
            (await AnalyzerRun.Of(run.Compilation)).Select(static d => d.Id).Order());
    }

    [Fact]
    public async Task TheClassIsMarkedWhereTheAttributeIs()
    {
        Compilation compilation = GeneratorRun.CompilationOf(
            LanguageVersion.Latest, "public partial class Net { }", "using Backprop; [Network(100_000, 100_000, Activation.Relu)] public partial class Net { }");

        Diagnostic diagnostic = Assert.Single(await AnalyzerRun.Of(compilation));

        Assert.Equal("1User.cs", diagnostic.Location.GetLineSpan().Path);
    }

    [Fact]
    public void EveryProblemHasADescriptorAndAPage()
    {
        string pages = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../docs/diagnostics");
        string table = File.ReadAllText(Path.Combine(pages, "README.md"));

        ProblemKind[] kinds = Enum.GetValues<ProblemKind>();
        for (int k = 0; k < kinds.Length; k++)
        {
            DiagnosticDescriptor descriptor = Descriptors.Of(kinds[k]);
            string id = string.Create(CultureInfo.InvariantCulture, $"BPG{k + 1:D4}");
            string title = descriptor.Title.ToString(CultureInfo.InvariantCulture);

            Assert.Equal(id, descriptor.Id);
            Assert.Equal(("Backprop", DiagnosticSeverity.Error, true), (descriptor.Category, descriptor.DefaultSeverity, descriptor.IsEnabledByDefault));
            Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
            Assert.Contains($"| [{id}]({id}.md) | {title} |", table);
            Assert.StartsWith($"# {id}: {title}\n", File.ReadAllText(Path.Combine(pages, id + ".md")).Replace("\r\n", "\n"));
        }

        Assert.Equal(kinds.Select(static kind => Descriptors.Of(kind)), Descriptors.All);
        Assert.Equal(kinds.Length, Directory.GetFiles(pages, "BPG*.md").Length);
    }

    [Fact]
    public async Task ThePagesShowWhatTheySay()
    {
        string pages = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../docs/diagnostics");
        foreach (string page in Directory.GetFiles(pages, "BPG*.md").Order())
        {
            string[] code = File.ReadAllText(page).Split("```").Where(static part => part.StartsWith("csharp", StringComparison.Ordinal)).Select(static part => part["csharp".Length..]).ToArray();
            Assert.Equal(2, code.Length);
            const string Usings = "using System; using Backprop;\n";

            // The pages may use newer C# than these tests compile: a class without a body.
            Compilation wrong = GeneratorRun.WithoutNetwork(Usings + code[0].Replace(";\n", Bodies(code[0]))).Compilation;
            Compilation right = GeneratorRun.Of(Usings + code[1].Replace(";\n", Bodies(code[1]))).Compilation;

            Assert.Equal(Path.GetFileNameWithoutExtension(page), Assert.Single(await AnalyzerRun.Of(wrong)).Id);
            Assert.Empty(await AnalyzerRun.Of(right));
        }
    }

    /// <summary>What stands for the end of a line that is a declaration without a body.</summary>
    private static string Bodies(string code) => code.Contains("=>", StringComparison.Ordinal) || code.Contains("LoadParameters", StringComparison.Ordinal) ? ";\n" : " { }\n";

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
