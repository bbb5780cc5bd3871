using System;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A rule of the user's, on a network so small that plain <see cref="Sgd"/> steps it in registers.</summary>
public sealed class OwnRuleTests
{
    [Theory]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    public void ALabelTrainsAsItsRowOfTargets(ulong seed)
    {
        XorNet byTarget = new(seed), byLabel = new(seed);
        GradientDescent rule = new(0.1f);
        for (int step = 0; step < 20; step++)
        {
            float[] input = [0.3f, -0.7f];
            float cost = byTarget.Train(input, [1f], rule);

            Assert.Equal(cost, byLabel.Train(input, new[] { 0 }, rule));
            Assert.Equal(Bits.Of(byTarget.Parameters), Bits.Of(byLabel.Parameters));
        }
    }

    private sealed class GradientDescent(float learningRate) : Optimizer(learningRate)
    {
        public override bool IsGradientDescent => true;

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= LearningRate * gradients[i];
            }
        }
    }
}
