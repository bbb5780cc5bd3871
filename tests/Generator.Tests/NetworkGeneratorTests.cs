using System;
using System.Globalization;
using System.Linq;
using Backprop.Generator.Model;
using Backprop.Generator.Parsing;
using Backprop.Generator.Planning;
using Backprop.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>Every way to write a network class compiles; <see cref="GeneratorRun"/> says what each of these demands.</summary>
public sealed class NetworkGeneratorTests
{
    private const string Attribute = "[Network(2, 3, 1, Activation.Sigmoid)]";

    [Theory]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp9)]
    public void OldConsumersCompileIt(LanguageVersion version) => GeneratorRun.Of(version, $"using Backprop; {Attribute} public partial class Net {{ }}");

    /// <summary>Every kind of code that a topology can ask for, and not only that of the smallest network.</summary>
    [Theory]
    [InlineData("20, 9, Activation.Gelu, 5, Activation.Softmax")]
    [InlineData("784, 128, 10, Activation.Sigmoid")]
    [InlineData("83, 500, 301, Activation.Relu, 37, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy")]
    [InlineData("12, 9, Activation.Tanh, 5, Activation.Identity, Bias = false")]
    [InlineData("784, 16, 10, Activation.Sigmoid, SparseInputs = true")]
    [InlineData("999, 301, 10, Activation.Sigmoid, SparseInputs = true, Bias = false")]
    public void TheOldestLanguageCompilesEveryKindOfCode(string topology)
        => GeneratorRun.Of(LanguageVersion.CSharp9, $"using Backprop; [Network({topology})] public partial class Net {{ }}");

    [Fact]
    public void TheOldestLanguageCompilesPassesInSeveralMethods()
    {
        string sizes = string.Join(", ", Enumerable.Repeat("5", Limits.PassLayers + 2));

        GeneratorRun.Of(LanguageVersion.CSharp9, $"using Backprop; [Network({sizes}, Activation.Gelu)] public partial class Net {{ }}");
    }

    [Theory]
    [InlineData("global namespace", "using Backprop; {0} public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("namespace", "using Backprop; namespace A {{ {0} public partial class Net {{ }} }}", "A.Net.g.cs")]
    [InlineData("nested namespaces", "using Backprop; namespace A {{ namespace B.C {{ {0} public partial class Net {{ }} }} }}", "A.B.C.Net.g.cs")]
    [InlineData("file-scoped namespace", "using Backprop; namespace A.B; {0} public partial class Net {{ }}", "A.B.Net.g.cs")]
    [InlineData("internal", "using Backprop; {0} internal partial class Net {{ }}", "Net.g.cs")]
    [InlineData("no accessibility", "using Backprop; {0} partial class Net {{ }}", "Net.g.cs")]
    [InlineData("sealed", "using Backprop; {0} public sealed partial class Net {{ }}", "Net.g.cs")]
    [InlineData("abstract", "using Backprop; {0} public abstract partial class Net {{ }}", "Net.g.cs")]
    [InlineData("derived", "using Backprop; public class Base {{ }} {0} public partial class Net : Base, System.IDisposable {{ public void Dispose() {{ }} }}", "Net.g.cs")]
    [InlineData("documented", "using Backprop; /// <summary>Mine.</summary>\n{0} public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("in a class", "using Backprop; public partial class Outer {{ {0} private partial class Net {{ }} }}", "Outer+Net.g.cs")]
    [InlineData("in a static class", "using Backprop; public static partial class Outer {{ {0} public partial class Net {{ }} }}", "Outer+Net.g.cs")]
    [InlineData("in a struct", "using Backprop; public partial struct Outer {{ {0} public partial class Net {{ }} }}", "Outer+Net.g.cs")]
    [InlineData("in a record", "using Backprop; public partial record Outer(int X) {{ {0} public partial class Net {{ }} }}", "Outer+Net.g.cs")]
    [InlineData("in a record struct", "using Backprop; public partial record struct Outer(int X) {{ {0} public partial class Net {{ }} }}", "Outer+Net.g.cs")]
    [InlineData("in an interface", "using Backprop; public partial interface IOuter {{ {0} public partial class Net {{ }} }}", "IOuter+Net.g.cs")]
    [InlineData("in a generic interface", "using Backprop; public partial interface IOuter<T> {{ {0} public partial class Net {{ }} }}", "IOuter`1+Net.g.cs")]
    [InlineData("in a generic class", "using Backprop; public partial class Outer<T> where T : struct {{ public partial class Middle<U> {{ {0} protected internal partial class Net {{ }} }} }}", "Outer`1+Middle`1+Net.g.cs")]
    [InlineData("generic", "using Backprop; {0} public partial class Net<TKey, @class> where TKey : notnull {{ }}", "Net`2.g.cs")]
    [InlineData("keyword", "using Backprop; namespace @namespace.@int {{ public partial class @out {{ {0} public partial class @class {{ }} }} }}", "namespace.int.out+class.g.cs")]
    [InlineData("unicode", "using Backprop; namespace Größe {{ {0} public partial class 神経網 {{ }} }}", "Größe.神経網.g.cs")]
    [InlineData("attribute in full", "[Backprop.NetworkAttribute(2, 3, 1, global::Backprop.Activation.Sigmoid)] public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("attribute by an alias", "using N = Backprop.NetworkAttribute; using A = Backprop.Activation; [N(2, 3, 1, A.Sigmoid)] public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("activation by using static", "using Backprop; using static Backprop.Activation; [Network(2, 3, 1, Sigmoid)] public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("among other attributes", "using Backprop; [System.Serializable, Network(2, 3, 1, Activation.Sigmoid)] [System.Obsolete] public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("one array", "using Backprop; [Network(new object[] {{ 2, 3, 1, Activation.Sigmoid }})] public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("a named array", "using Backprop; [Network(topology: new object[] {{ 2, 3, 1, Activation.Sigmoid }}, Bias = true)] public partial class Net {{ }}", "Net.g.cs")]
    [InlineData("own members", "using Backprop; {0} public partial class Net {{ public Net(string name) : this(1) {{ }} public float[] Forward(float[] x) => x; public int Weight<T>(int a, int b, int c) => 0; }}", "Net.g.cs")]
    [InlineData("#nullable disable", "#nullable disable\nusing Backprop; {0} public partial class Net {{ }}", "Net.g.cs")]
    public void EveryDeclarationCompiles(string what, string source, string hintName)
    {
        Assert.NotEmpty(what);
        GeneratorRun run = GeneratorRun.Of(string.Format(CultureInfo.InvariantCulture, source, Attribute));

        Assert.Equal(hintName, Assert.Single(run.Sources).HintName);
    }

    [Fact]
    public void TheTopologyReachesTheConstants()
    {
        GeneratorRun run = GeneratorRun.Of("""
            using Backprop;
            [Network(Inputs, 16, 2 * 5, Activation.Relu, Outputs, Last, Bias = HasBias)]
            public partial class Net
            {
                private const int Inputs = 784;
                private const int Outputs = 10;
                private const Activation Last = Activation.Softmax;
                private const bool HasBias = 1 > 2;
            }
            """);
        Type type = run.Load().GetType("Net", throwOnError: true)!;

        Assert.Equal(784, Constant("InputSize"));
        Assert.Equal(10, Constant("OutputSize"));
        Assert.Equal(3, Constant("LayerCount"));
        Assert.Equal((784 * 16) + (16 * 10) + (10 * 10), Constant("ParameterCount"));

        object? Constant(string name) => type.GetField(name)!.GetRawConstantValue();
    }

    [Fact]
    public void DropoutReachesTheKernels()
    {
        string plain = Text("[Network(784, 16, 10, Activation.Sigmoid)]");
        string dropped = Text("[Network(784, 16, 10, Activation.Sigmoid, Dropout = 0.2)]");

        Assert.Equal(plain, Text("[Network(784, 16, 10, Activation.Sigmoid, Dropout = 0)]"));
        Assert.DoesNotContain("ropout", plain, StringComparison.Ordinal);
        Assert.Contains("DropoutRate => 0.2f;", dropped, StringComparison.Ordinal);
        Assert.Contains("__Rows512.Drop<global::Backprop.Numerics.SigmoidActivation>(ref a1, ref a1, ref f1, dropout, 0, firstRow, rows, 16, 16, 16);", dropped, StringComparison.Ordinal);
        Assert.Equal(dropped, Text("[Network(784, 16, 10, Activation.Sigmoid, Dropout = 0.2f)]"));
        Assert.NotEqual(dropped, Text("[Network(784, 16, 10, Activation.Sigmoid, Dropout = 0.25)]"));

        static string Text(string attribute) => GeneratorRun.Of(LanguageVersion.CSharp9, $"using Backprop; {attribute} public partial class Net {{ }}").SingleText();
    }

    [Fact]
    public void SparseInputsReachTheKernels()
    {
        string plain = Text("[Network(784, 16, 10, Activation.Sigmoid)]");

        Assert.Equal(plain, Text("[Network(784, 16, 10, Activation.Sigmoid, SparseInputs = false)]"));
        Assert.DoesNotContain("NonZeros", plain, StringComparison.Ordinal);
        Assert.Contains("NonZeros.MarkPairs(ref x, 784, ref marks)", Text("[Network(784, 16, 10, Activation.Sigmoid, SparseInputs = true)]"), StringComparison.Ordinal);

        static string Text(string attribute) => GeneratorRun.Of($"using Backprop; {attribute} public partial class Net {{ }}").SingleText();
    }

    [Fact]
    public void AnEditOfAnyPropertyIsAnotherSpecification()
    {
        TopologySpec topology = new(784, default, LossKind.SquaredError, ReductionKind.Mean, true);
        TypeSpec type = new("A", default, "Net", string.Empty, "A.Net.g.cs", false);

        NetworkSpec spec = new(type, topology, true, InitializerKind.Zeros, 0.2f);
        Assert.Equal(spec, new NetworkSpec(type, topology, true, InitializerKind.Zeros, 0.2f));
        Assert.NotEqual(spec, spec with { SparseInputs = false });
        Assert.NotEqual(spec, spec with { Initializer = InitializerKind.Default });
        Assert.NotEqual(spec, spec with { Dropout = 0.3f });
    }

    [Fact]
    public void ManyNetworksOfOneProjectDoNotMeet()
    {
        GeneratorRun run = GeneratorRun.Of(
            $"using Backprop; namespace A {{ {Attribute} public partial class Net {{ }} {Attribute} public partial class NET {{ }} {Attribute} public partial class Net<T> {{ }} }}",
            $"using Backprop; namespace B {{ {Attribute} public partial class Net {{ }} }} namespace b {{ {Attribute} public partial class Net {{ }} }}",
            $"using Backprop; public partial class One {{ {Attribute} public partial class Net {{ }} }} public partial class Two {{ {Attribute} public partial class Net {{ }} }}");

        Assert.Equal(7, run.Sources.Select(static s => s.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(7, run.Load().GetTypes().Count(static t => t.IsAssignableTo(typeof(INetwork))));
    }

    [Fact]
    public void APartialClassInTwoFilesGetsOneNetwork() => Assert.Single(GeneratorRun.Of(
        $"using Backprop; {Attribute} public partial class Net {{ }}",
        "public partial class Net { public int Answer => Predict(new float[2]); }").Sources);

    [Fact]
    public void TypesOfTheUserDoNotShadowThoseOfTheFramework() => GeneratorRun.Of("""
        namespace Hostile
        {
            public class System { }
            public class Backprop { }
            public class Vector512 { }
            public class Vector256 { }
            public class Vector128 { }
            public class Span { }
            public class ReadOnlySpan { }
            public class Unsafe { }
            public class Kernels2 { }
            public class Activation { }
            public class Loss { }
            public class Reduction { }
            public class INetwork { }
            public class Optimizer { }
            public class Targets { }
            public class NetworkCore { }
            public class MethodImpl { }

            [global::Backprop.Network(2, 3, 1, global::Backprop.Activation.Sigmoid)]
            public partial class Net { }

            public partial class Outer
            {
                public class System { }
                public class Backprop { }
                public class Kernels { }
                public class Width512 { }

                [global::Backprop.Network(2, 3, 1, global::Backprop.Activation.Sigmoid)]
                public partial class Net { }
            }
        }
        """);

    [Fact]
    public void MembersOfTheUserDoNotShadowWhatTheKernelsUse() => GeneratorRun.Of("""
        [Backprop.Network(2, 3, 1, Backprop.Activation.Gelu)]
        public partial class Net
        {
            public int System => 1;
            public int Rows => 1;
            public int Capacity => 1;
            public class Width512 { }
            public class Scalar { }
            public class Optimizer { }
            public void Forward1() { }
            public void WeightGradient1() { }
            public void Transpose() { }
        }
        """);

    /// <summary>Then no name of the user's can hide them: C# language specification, 6.4.3, identifiers.</summary>
    [Fact]
    public void TheAliasesOfTheEmittedFileAreNamesThatTheLanguageReserves()
    {
        string plain = GeneratorRun.Of($"using Backprop; namespace A; {Attribute} public partial class Net {{ }}").SingleText();
        string[] aliases = CSharpSyntaxTree.ParseText(plain).GetCompilationUnitRoot().Usings.Select(static u => u.Alias!.Name.ToString()).ToArray();
        string types = string.Concat(aliases.Select(static alias => $"public class {alias.Replace("__", string.Empty)} {{ }} "));

        Assert.NotEmpty(aliases);
        Assert.All(aliases, static alias => Assert.StartsWith("__", alias));
        GeneratorRun.Of($"using Backprop; namespace A {{ {types} {Attribute} public partial class Net {{ }} }}");
        GeneratorRun.Of($"using Backprop; {types} namespace A {{ {Attribute} public partial class Net {{ }} }}");
        GeneratorRun.Of($"using Backprop; {types} {Attribute} public partial class Net {{ }}");
        GeneratorRun.Of($"using Backprop; {Attribute} public partial class Net {{ {types} }}");
    }

    [Theory]
    [InlineData("int size", "")]
    [InlineData("System.DayOfWeek day", "(ulong)day")]
    public void AConstructorOfTheUserDoesNotCatchTheGeneratedCall(string parameter, string seed)
        => GeneratorRun.Of($"using Backprop; {Attribute} public partial class Net {{ public Net({parameter}) : this({seed}) {{ }} }}");

    [Theory]
    [InlineData("CS0108, a network hides the members of another", $"{Attribute} public partial class A {{ }} {Attribute} public partial class B : A {{ }}")]
    [InlineData("CS0108, a network hides what its base declares", $"public class Base {{ public void ZeroGradients() {{ }} }} {Attribute} public partial class Net : Base {{ }}")]
    [InlineData("CS3001, unsigned numbers", $"[assembly: System.CLSCompliant(true)] {Attribute} public partial class Net {{ }}")]
    [InlineData("CS8981, a name of small letters", $"{Attribute} public partial class net {{ }}")]
    public void NobodyIsWarnedOfWhatTheyDidNotWrite(string what, string source)
    {
        Assert.NotEmpty(what);
        GeneratorRun.Of("using Backprop; " + source);
    }

    [Fact]
    public void EmittedMembersAreThoseThatTheParserKnows()
    {
        GeneratorRun run = GeneratorRun.Of($"using Backprop; {Attribute} public partial class Net {{ }}");
        INamedTypeSymbol type = run.Compilation.GetTypeByMetadataName("Net")!;

        string[] declared = type.GetMembers()
            .Where(static m => m is not IMethodSymbol { AssociatedSymbol: not null })
            .Select(GeneratedMembers.Show)
            .ToArray();
        string[] known = GeneratedMembers.Names
            .Concat(GeneratedMembers.InterfaceProperties.Select(static name => "INetwork." + name))
            .Concat(GeneratedMembers.Methods)
            .Append(GeneratedMembers.Summary)
            .Concat(GeneratedMembers.Constructors.Select(static parameters => "Net" + parameters))
            .ToArray();

        Assert.Equal(known.Order(StringComparer.Ordinal), declared.Order(StringComparer.Ordinal));
        Assert.Empty(GeneratedMembers.TakenIn(type));
    }

    [Theory]
    [InlineData("Initializer = Initializer.HeNormal", "{ Initializer = global::Backprop.Initializer.HeNormal };")]
    [InlineData("Initializer = (Initializer)7", "{ Initializer = global::Backprop.Initializer.Zeros };")]
    [InlineData("Bias = true", "{ Initializer = global::Backprop.Initializer.Default };")]
    public void TheInitializerReachesTheLayout(string named, string layout) => Assert.Contains(
        layout, GeneratorRun.Of($"using Backprop; [Network(2, 3, 1, Activation.Relu, {named})] public partial class Net {{ }}").SingleText(), StringComparison.Ordinal);

    [Fact]
    public void InitializersAreThoseOfTheRuntime()
        => Assert.Equal(Enum.GetNames<Initializer>(), Enum.GetNames<InitializerKind>());

    /// <summary>An override that was not asked for would collide with the first ones, and hide the others.</summary>
    [Theory]
    [InlineData(true, "public partial class Net { }")]
    [InlineData(true, "public partial class Net { public string ToString(string format) => format; public string ToString<T>() => string.Empty; }")]
    [InlineData(true, "public class Base { } public partial class Net : Base { }")]
    [InlineData(true, "public abstract class Base { public abstract override string ToString(); } public partial class Net : Base { }")]
    [InlineData(false, "public partial class Net { public override string ToString() => nameof(Net); }")]
    [InlineData(false, "public partial class Net { public new string ToString() => nameof(Net); }")]
    [InlineData(false, "public partial class Net { } public partial class Net { public override string ToString() => nameof(Net); }")]
    [InlineData(false, "public partial class Net { public new int ToString { get; set; } }")]
    [InlineData(false, "public class Base { public override string ToString() => nameof(Base); } public class Middle : Base { } public partial class Net : Middle { }")]
    [InlineData(false, "public class Base { public sealed override string ToString() => nameof(Base); } public partial class Net : Base { }")]
    [InlineData(false, "public class Base { public new virtual int ToString() => 1; } public partial class Net : Base { }")]
    public void ToStringIsWrittenUnlessTheAuthorHasIt(bool isWritten, string source)
    {
        string text = GeneratorRun.Of($"using Backprop; {source}", $"using Backprop; {Attribute} public partial class Net {{ }}").SingleText();

        Assert.Equal(isWritten, text.Contains("string ToString()", StringComparison.Ordinal));
    }

    [Fact]
    public void ANetworkThatDerivesFromAnotherHasASummaryOfItsOwn()
    {
        GeneratorRun run = GeneratorRun.Of($"using Backprop; {Attribute} public partial class A {{ }} [Network(5, 4, Activation.Tanh)] public partial class B : A {{ }}");

        Assert.Contains("[5, 4]", Activator.CreateInstance(run.Load().GetType("B", throwOnError: true)!)!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ATinyNetwork()
    {
        GeneratedSourceResult source = Assert.Single(GeneratorRun.Of($"using Backprop; namespace Samples; {Attribute} public partial class Tiny {{ }}").Sources);

        Baseline.Verify(source.HintName[..^".cs".Length], source.SourceText.ToString(), "cs");
    }
}
