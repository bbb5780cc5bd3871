namespace Backprop.Network.Tests;

/// <summary>The smallest network there is.</summary>
[Network(1, 1, Activation.Identity)]
public partial class OneNet;
