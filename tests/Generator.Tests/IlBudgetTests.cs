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
    [InlineData("15, 31, 33, 63, 65, 127, 129, Activation.Silu, Bias = false")]
    public void EveryMethodKeepsToTheBudget(string topology)
    {
        IReadOnlyList<MethodBody> bodies = MethodBody.ReadAll(GeneratorRun.Of($"using Backprop; [Network({topology})] public partial class Net {{ }}").Image);

        Assert.Contains(bodies, static b => b.Name == "Width512.Forward");
        Assert.All(bodies, static b =>
        {
            Assert.True(b.Bytes <= Limits.MethodBytes, b.ToString());
            Assert.True(b.Instructions <= Limits.MethodInstructions, b.ToString());
            Assert.True(b.Blocks <= Limits.MethodBlocks, b.ToString());
            Assert.True(b.Locals <= Limits.MethodLocals, b.ToString());
        });
    }

    /// <summary>The passes grow with the layers, the kernels do not: what eight layers take tells what the most would.</summary>
    [Fact]
    public void TheDeepestNetworkKeepsToTheBudget()
    {
        const int Layers = 8;
        const int Times = TopologyParser.MostLayers / Layers;
        string sizes = string.Join(", ", Enumerable.Repeat("1", Layers + 1));
        GeneratorRun run = GeneratorRun.Of($"using Backprop; [Network({sizes}, Activation.Gelu)] public partial class Net {{ }}");
        MethodBody[] passes = MethodBody.ReadAll(run.Image).Where(static b => b.Name.EndsWith("ward", StringComparison.Ordinal) || b.Name.EndsWith("wardRow", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(passes);
        Assert.All(passes, static b =>
        {
            Assert.True(b.Bytes * Times <= Limits.MethodBytes, b.ToString());
            Assert.True(b.Instructions * Times <= Limits.MethodInstructions, b.ToString());
            Assert.True(b.Blocks * Times <= Limits.MethodBlocks, b.ToString());
            Assert.True(b.Locals * Times <= Limits.MethodLocals, b.ToString());
        });
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

        Assert.Equal(new MethodBody("Known.Sum", 20, 18, 4, 2), body);
    }
}
