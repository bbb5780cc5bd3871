using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>The padding beside the neurons of a layer reaches no result, whatever it holds.</summary>
public sealed class PaddingTests
{
    /// <summary>
    /// An infinite input saturates every tanh of the first layer, so that no gradient passes it. Zero weights in the padding times
    /// infinity are not a number, and must not show.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(13)]
    public void AnInfiniteInputDoesNotShowThroughThePadding(int rows)
    {
        Subject subject = Subject.Randomized(typeof(PaddedNet), 1);
        float[] inputs = Enumerable.Repeat(new[] { float.PositiveInfinity, 0.5f }, rows).SelectMany(static row => row).ToArray();
        float[] inputGradients = new float[inputs.Length];

        subject.Network.BackwardFromOutput(inputs, Enumerable.Repeat(1f, rows).ToArray(), inputGradients);

        Assert.Equal(new float[inputs.Length], inputGradients);
    }
}
