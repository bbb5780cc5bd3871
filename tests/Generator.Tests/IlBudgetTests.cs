using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Parsing;
using Backprop.Generator.Planning;
using Backprop.Generator.Tests.Support;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>No emitted method comes near the size above which the just-in-time compiler silently stops optimising.</summary>
public sealed class IlBudgetTests
{
    [Theory]
    [InlineData("784, 16, 10, Activation.Sigmoid")]
    [InlineData("784, 512, 512, Activation.Relu, 10, Activation.Softmax")]
    [InlineData("64, 60, 56, 52, 48, 44, 40, 36, 32, 28, 24, 20, 16, Activation.Gelu")]
    [InlineData("1000, 333, Activation.Selu, 17, Activation.Gelu")]
    [InlineData("333, 1000, Activation.Softplus, 1, Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy")]
    [InlineData("1, 1, Activation.Tanh")]
    [InlineData("2, 3, 3, 3, 3, 4, 4, 4, Activation.Gelu, 4, 4, Activation.Identity")]
    [InlineData("15, 31, 33, 63, 65, 127, 129, Activation.Silu, Bias = false")]
    [InlineData("784, 16, 10, Activation.Sigmoid, SparseInputs = true")]
    [InlineData("784, 128, 64, Activation.Relu, 10, Activation.Softmax, Dropout = 0.2, SparseInputs = true")]
    [InlineData("999, 64, 10, Activation.Sigmoid, SparseInputs = true")]
    [InlineData("40960, 500, 10, Activation.Sigmoid, SparseInputs = true")]
    public void EveryMethodKeepsToTheBudget(string topology)
    {
        IReadOnlyList<MethodBody> bodies = KeepsToTheBudget($"using Backprop; [Network({topology})] public partial class Net {{ }}");

        Assert.Contains(bodies, static b => b.Name == "Width512.Forward");
    }

    /// <summary>The passes grow with the layers, and go on in another method before one reaches the budget.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void ADeepNetworkKeepsToTheBudget(int layers)
    {
        KeepsToTheBudget(Deep(layers));
        KeepsToTheBudget(Deep(layers).Replace(")]", ", Dropout = 0.5)]", StringComparison.Ordinal));
    }

    [Fact]
    public void LayersOfOneShapeShareTheirKernels()
    {
        string[] few = MethodBody.ReadAll(GeneratorRun.Of(Deep(15)).Image).Select(static b => b.Name).ToArray();
        string[] more = MethodBody.ReadAll(GeneratorRun.Of(Deep(50)).Image).Select(static b => b.Name).ToArray();

        Assert.Equal(few, more);
    }

    [Fact]
    public void TheMeasuresAreThoseOfAKnownMethod()
    {
        // One test, one loop, two ways out.
        string source = """
            public static class Known
            {
                public static int Sum(int n)
                {
                    int sum = 0;
                    for (int i = 0; i < n; i++)
                    {
                        sum ^= i;
                    }

                    return sum;
                }
            }
            """;
        MethodBody body = Assert.Single(MethodBody.ReadAll(GeneratorRun.Of(source).Image));

        Assert.Equal(new MethodBody("Known.Sum", 20, 18, 4, 2, 10), body);
    }

    private static string Deep(int layers)
        => $"using Backprop; [Network({string.Join(", ", Enumerable.Repeat("5", layers + 1))}, Activation.Gelu)] public partial class Net {{ }}";

    private static IReadOnlyList<MethodBody> KeepsToTheBudget(string source)
    {
        IReadOnlyList<MethodBody> bodies = MethodBody.ReadAll(GeneratorRun.Of(source).Image);
        Assert.All(bodies, static b =>
        {
            Assert.True(b.Bytes <= Limits.MethodBytes, b.ToString());
            Assert.True(b.Instructions <= Limits.MethodInstructions, b.ToString());
            Assert.True(b.Blocks <= Limits.MethodBlocks, b.ToString());
            Assert.True(b.Locals <= Limits.MethodLocals, b.ToString());
            Assert.True(b.References <= Limits.MethodLocalReferences, b.ToString());
        });
        return bodies;
    }
}
