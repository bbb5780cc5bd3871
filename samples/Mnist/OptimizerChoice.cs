using System;
using System.Collections.Generic;
using Backprop;

namespace Mnist;

/// <summary>The update rules by the names of the command line.</summary>
internal static class OptimizerChoice
{
    /// <summary>The customary epochs of a rule that takes one step in each.</summary>
    public const int EpochsOfOneStep = 50;

    private const float Momentum = 0.9f;

    // A momentum of 0.9 sums about ten gradients: a tenth of the rate goes as far.
    private static readonly Dictionary<string, Func<NetworkChoice, float?, Optimizer>> Rules = new()
    {
        ["sgd"] = static (network, rate) => new Sgd(rate ?? network.GradientDescentRate),
        ["momentum"] = static (network, rate) => new Sgd(rate ?? (network.GradientDescentRate / 10), Momentum),
        ["nesterov"] = static (network, rate) => new Sgd(rate ?? (network.GradientDescentRate / 10), Momentum, nesterov: true),
        ["adagrad"] = static (_, rate) => new AdaGrad(rate ?? 0.01f),
        ["rmsprop"] = static (_, rate) => new RmsProp(rate ?? 0.001f),
        ["adam"] = static (network, rate) => new Adam(rate ?? network.AdamRate),
        ["adamw"] = static (network, rate) => new AdamW(rate ?? network.AdamRate),
        ["nadam"] = static (network, rate) => new Nadam(rate ?? network.AdamRate),
        ["lion"] = static (_, rate) => new Lion(rate ?? 0.0001f),
        ["rprop"] = static (_, rate) => new Rprop(rate ?? 0.01f),
    };

    public static IReadOnlyCollection<string> Names => Rules.Keys;

    /// <summary>Whether a rule is made for steps of all digits at once: it goes by the signs of the gradient, which change by chance in small batches.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static bool TakesAllDigits(string name) => name == "rprop";

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="network">What it is to train.</param>
    /// <param name="learningRate">The learning rate; null: the customary one.</param>
    public static Optimizer Create(string name, NetworkChoice network, float? learningRate) => Rules[name](network, learningRate);
}
