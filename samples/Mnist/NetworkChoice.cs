using System;
using System.Collections.Generic;
using Backprop;

namespace Mnist;

/// <summary>A network and how it is trained if the command line does not say otherwise.</summary>
/// <param name="Create">Makes one, initialised from a seed.</param>
/// <param name="Epochs">How often the training goes through all digits.</param>
/// <param name="BatchSize">The digits of a step.</param>
/// <param name="Optimizer">The name of the update rule.</param>
/// <param name="GradientDescentRate">The learning rate of plain gradient descent.</param>
/// <param name="AdamRate">The learning rate of Adam and its relatives.</param>
/// <param name="Schedule">How the learning rate falls.</param>
/// <param name="HeldOut">The training digits, from the last backwards, that are measured and not trained on.</param>
internal sealed record NetworkChoice(
    Func<ulong, INetwork> Create,
    int Epochs,
    int BatchSize,
    string Optimizer,
    float GradientDescentRate,
    float AdamRate,
    Func<LearningRateSchedule> Schedule,
    int HeldOut)
{
    /// <summary>By the names of the command line. All figures were chosen with the last 5,000 training digits held out; the test digits were not used for it.</summary>
    public static IReadOnlyDictionary<string, NetworkChoice> ByName { get; } = new Dictionary<string, NetworkChoice>
    {
        ["small"] = new(
            static seed => new DigitNet(seed),
            Epochs: 15,
            BatchSize: 10,
            Optimizer: "sgd",
            GradientDescentRate: 1f,
            AdamRate: 0.001f,
            static () => LearningRateSchedule.Exponential(0.9f),
            HeldOut: 0),
        ["large"] = new(
            static seed => new LargeDigitNet(seed),
            Epochs: 15,
            BatchSize: 32,
            Optimizer: "adamw",
            GradientDescentRate: 0.3f,
            AdamRate: 0.003f,
            static () => LearningRateSchedule.Cosine(),
            HeldOut: 5_000),
    };
}
