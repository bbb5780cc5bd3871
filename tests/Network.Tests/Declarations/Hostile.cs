// Types with the names that generated code is likely to use: it must not see them.
namespace Backprop.Network.Tests.Declarations.Hostile
{
    [global::Backprop.Network(3, 4, global::Backprop.Activation.Tanh, 2, global::Backprop.Activation.Identity)]
    public partial class HostileNet;

    internal static class System;

    internal static class Backprop;

    internal static class Math;

    internal static class MathF;

    internal static class Numerics;

    internal static class Optimizer;

    internal static class Activation;

    internal static class Vector128;

    internal static class Vector256;

    internal static class Vector512;

    internal static class Unsafe;

    internal static class MemoryMarshal;

    internal static class Span<T>;

    internal static class ReadOnlySpan<T>;

    internal static class ArgumentException;

    internal static class Kernels;

    internal static class Single;

    internal static class Int32;
}
