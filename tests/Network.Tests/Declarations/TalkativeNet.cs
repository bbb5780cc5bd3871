namespace Backprop.Network.Tests.Declarations;

/// <summary>A network that says for itself what it is.</summary>
[Network(2, 1, Activation.Sigmoid)]
public partial class TalkativeNet
{
    /// <inheritdoc/>
    public override string ToString() => $"{InputSize} to {OutputSize}";
}
