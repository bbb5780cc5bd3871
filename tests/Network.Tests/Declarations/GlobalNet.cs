using Backprop;

// No namespace, on purpose.
#pragma warning disable CA1050

/// <summary>A network in the global namespace.</summary>
[Network(3, 4, Activation.Tanh, 2, Activation.Identity)]
public partial class GlobalNet;
