namespace Backprop.Network.Tests.Declarations;

/// <summary>A base class that knows nothing of networks.</summary>
public abstract partial class NetBase
{
    /// <summary>A name of the user's.</summary>
    public string Name { get; init; } = "";

    /// <summary>A network that only derived classes and this assembly see.</summary>
    [Network(3, 4, Activation.Tanh, 2, Activation.Identity)]
    protected internal partial class ProtectedNet;
}
