using System;

namespace Backprop;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm 2).</summary>
/// <remarks>
/// <para>
/// Each step begins with <c>w := w − η λ w</c> for the weights, biases spared, and goes on as <see cref="Adam"/>'s: the decay is divided neither by <c>√v̂</c>, as an
/// <see cref="Optimizer.L2"/> would be, nor remembered.
/// </para>
/// <para><c>λ</c> is <see cref="Optimizer.WeightDecay"/>, 0.01 if it is not set: <c>new AdamW { WeightDecay = 0.1f }</c>.</para>
/// </remarks>
public sealed class AdamW : Adam
{
    /// <summary>Sets the constants; the defaults are those of <see cref="Adam"/>.</summary>
    /// <param name="learningRate"><c>η</c>, finite and at least 0.</param>
    /// <param name="beta1"><c>β1</c>, the decay of the mean of the gradient, at least 0 and below 1.</param>
    /// <param name="beta2"><c>β2</c>, the decay of the mean of its square, at least 0 and below 1.</param>
    /// <param name="epsilon"><c>ε</c>, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdamW(float learningRate = 0.001f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
        : base(learningRate, beta1, beta2, epsilon)
        => WeightDecay = 0.01f;
}
