namespace Backprop.Network.Tests.Declarations;

/// <summary>Networks inside other types.</summary>
public static partial class Outer
{
    /// <summary>One level down.</summary>
    [Network(3, 4, Activation.Tanh, 2, Activation.Identity)]
    public sealed partial class NestedNet;

    /// <summary>A struct between.</summary>
    public readonly partial struct Middle
    {
        /// <summary>Two levels down.</summary>
        [Network(3, 4, Activation.Tanh, 2, Activation.Identity)]
        internal sealed partial class DeepNet;
    }

    /// <summary>A record between.</summary>
    public sealed partial record Holder(int Number)
    {
        /// <summary>Two levels down.</summary>
        [Network(3, 4, Activation.Tanh, 2, Activation.Identity)]
        public partial class RecordNet;
    }
}
