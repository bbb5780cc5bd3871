namespace Backprop.Benchmarks;

/// <summary>The topologies that are measured.</summary>
internal static class Pairs
{
    public static Pair<Xor> Xor(int rows) => new(new Xor(1), [2, 3, 1], [Activation.Sigmoid, Activation.Sigmoid], rows);

    public static Pair<Small> Small(int rows) => new(new Small(1), [8, 32, 4], [Activation.Sigmoid, Activation.Sigmoid], rows);

    public static Pair<Digits> Digits(int rows) => new(new Digits(1), [784, 16, 10], [Activation.Sigmoid, Activation.Sigmoid], rows);

    public static Pair<WideDigits> WideDigits(int rows) =>
        new(new WideDigits(1), [784, 128, 10], [Activation.Relu, Activation.Softmax], rows);

    public static Pair<Regression> Regression(int rows) =>
        new(new Regression(1), [4, 32, 16, 4], [Activation.Tanh, Activation.Tanh, Activation.Tanh], rows);
}
