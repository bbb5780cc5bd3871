using System;

namespace Backprop.Probe.Combinations;

/// <summary>A rule of the user's that remembers the gradient of the step before.</summary>
internal sealed class OwnRule() : Optimizer(0.01f)
{
    protected override OptimizerState CreateState(int length) => new(length, 1);

    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
    {
        Span<float> before = state[0];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] -= LearningRate * 0.5f * (gradients[i] + before[i]);
            before[i] = gradients[i];
        }
    }
}
