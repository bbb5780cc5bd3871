using static Backprop.Activation;

namespace Backprop.Network.Tests.Declarations
{
    // Several networks and several namespaces in one file, on purpose.
    [Network(3, 4, Tanh, 2, Identity)]
    internal partial class InternalNet;

    [Network(3, 4, Tanh, 2, Identity)]
    public sealed partial class SealedNet
    {
    }

    [NetworkAttribute(topology: new object[] { 3, 4, Tanh, 2, Identity })]
    public partial class ArrayNet;

    [Backprop.Network(Sizes.Inputs, Sizes.Hidden * 2, Tanh, 2, Identity)]
    public partial class ConstantNet
    {
        private static class Sizes
        {
            public const int Inputs = 3;
            public const int Hidden = 2;
        }
    }

    [Network(3, 4, Tanh, 2, Identity)]
    public partial class @event;
}

namespace Backprop.Network.Tests.Declarations.Other
{
    // The simple name of a network in the namespace around it.
    [Network(3, 5, Tanh, 2, Identity)]
    public partial class SealedNet;
}
