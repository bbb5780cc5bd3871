using System;
using System.Collections.Generic;
using Backprop;

namespace Mnist;

/// <summary>The update rules by the names of the command line.</summary>
internal static class OptimizerChoice
{
    private const float Momentum = 0.9f;

    // A momentum of 0.9 sums about ten gradients: a tenth of the rate goes as far. The others have their own customary rates.
    private static readonly Dictionary<string, Func<float, float?, Optimizer>> Rules = new()
    {
        ["sgd"] = static (rate, given) => new Sgd(given ?? rate),
        ["momentum"] = static (rate, given) => new Sgd(given ?? (rate / 10), Momentum),
        ["nesterov"] = static (rate, given) => new Sgd(given ?? (rate / 10), Momentum, nesterov: true),
        ["adagrad"] = static (_, given) => given is { } rate ? new AdaGrad(rate) : new AdaGrad(),
        ["rmsprop"] = static (_, given) => given is { } rate ? new RmsProp(rate) : new RmsProp(),
        ["adam"] = static (_, given) => given is { } rate ? new Adam(rate) : new Adam(),
        ["adamw"] = static (_, given) => given is { } rate ? new AdamW(rate) : new AdamW(),
        ["nadam"] = static (_, given) => given is { } rate ? new Nadam(rate) : new Nadam(),
        ["lion"] = static (_, given) => given is { } rate ? new Lion(rate) : new Lion(),
    };

    public static IReadOnlyCollection<string> Names => Rules.Keys;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="gradientDescentRate">The customary learning rate of plain gradient descent for the network.</param>
    /// <param name="learningRate">The learning rate; null: the customary one of the rule.</param>
    public static Optimizer Create(string name, float gradientDescentRate, float? learningRate) => Rules[name](gradientDescentRate, learningRate);
}
