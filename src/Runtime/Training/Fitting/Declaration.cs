using System;
using System.Reflection;

namespace Backprop.Training;

/// <summary>What a network's class declares.</summary>
internal static class Declaration
{
    /// <summary>How the rows' costs become one number; networks that declare nothing are taken to have the default.</summary>
    public static Reduction Reduction(INetwork network) => Of(network)?.Reduction ?? Backprop.Reduction.Mean;

    /// <summary>Whether the outputs are shares, 0 … 1, that can tell a class: of a softmax or of sigmoids.</summary>
    public static bool OutputsTellAClass(INetwork network)
        => Of(network)?.Topology is [.., Activation.Softmax or Activation.Sigmoid];

    // The attribute is not inherited, but a class may derive from a network.
    private static NetworkAttribute? Of(INetwork network)
    {
        NetworkAttribute? attribute = null;
        for (Type? type = network.GetType(); type is not null && attribute is null; type = type.BaseType)
        {
            attribute = type.GetCustomAttribute<NetworkAttribute>();
        }

        return attribute;
    }
}
