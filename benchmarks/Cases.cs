using System;
using System.Collections.Generic;
using Backprop.Figures;

namespace Backprop.Benchmarks;

/// <summary>What is measured, by the names that <c>Backprop.Figures</c> prints.</summary>
internal static class Cases
{
    private static readonly Family _xor = new("2-3-1 sigmoid", new([2, 3, 1], Each(Activation.Sigmoid, 2)), static () => new Xor(1));
    private static readonly Family _small = new("8-32-4 tanh", new([8, 32, 4], Each(Activation.Tanh, 2)), static () => new Small(1));
    private static readonly Family _narrow = new("24-8-2 tanh", new([24, 8, 2], Each(Activation.Tanh, 2)), static () => new Narrow(1));
    private static readonly Family _digits = new("784-16-10 sigmoid", new([784, 16, 10], Each(Activation.Sigmoid, 2)), static () => new Digits(1));

    private static readonly Family _regression =
        new("4-32-16-4 tanh", new([4, 32, 16, 4], Each(Activation.Tanh, 3)), static () => new Regression(1));

    private static readonly Family _wide =
        new("784-128-10 ReLU-softmax", new([784, 128, 10], [Activation.Relu, Activation.Softmax]), static () => new WideDigits(1));

    private static readonly Family _deep = new(
        "784-100-100-10 ReLU-softmax",
        new([784, 100, 100, 10], [Activation.Relu, Activation.Relu, Activation.Softmax]),
        static () => new DeepDigits(1));

    private static readonly Family _large = new(
        "784-512-512-10 ReLU-softmax",
        new([784, 512, 512, 10], [Activation.Relu, Activation.Relu, Activation.Softmax]),
        static () => new LargeDigits(1));

    public static IEnumerable<Case> Training =>
    [
        _wide.Train(128, Rule.Sgd),
        _wide.Train(128, Rule.Adam),
        _large.Train(128, Rule.Sgd),
        _deep.Train(800, Rule.Momentum),
        _digits.Train(32, Rule.Sgd),
        _regression.Train(10_000, Rule.Adam),
        _narrow.Train(200, Rule.None),
        _digits.Train(1, Rule.Sgd),
        _wide.Train(1, Rule.Sgd),
        _small.Train(1, Rule.Sgd),
        _xor.Train(1, Rule.Sgd),
    ];

    public static IEnumerable<Case> Forward =>
    [
        _wide.Forward(128),
        _large.Forward(128),
        _deep.Forward(800),
        _digits.Forward(32),
        _regression.Forward(10_000),
        _narrow.Forward(200),
        _digits.Forward(1),
        _wide.Forward(1),
        _small.Forward(1),
        _xor.Forward(1),
    ];

    private static Activation[] Each(Activation activation, int layers)
    {
        var activations = new Activation[layers];
        Array.Fill(activations, activation);
        return activations;
    }

    private sealed record Family(string Network, Shape Shape, Func<INetwork> Create)
    {
        public Case Forward(int rows) => new(Network, "forward", rows, Shape, Rule.None, Create);

        public Case Train(int rows, Rule rule)
        {
            string work = rule switch
            {
                Rule.None => "gradient",
                Rule.Sgd => "step SGD",
                Rule.Momentum => "step momentum",
                _ => "step Adam",
            };
            return new Case(Network, work, rows, Shape, rule, Create);
        }
    }
}
