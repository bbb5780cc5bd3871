using System;

namespace Backprop.Network.Tests.Declarations;

/// <summary>A network with a base class, an interface and members of its own, in two parts.</summary>
[Network(3, 4, Activation.Tanh, 2, Activation.Identity)]
public partial class NetWithMembers : NetBase, IComparable<NetWithMembers>
{
    private readonly int rank = 3;

    /// <summary>Uses the generated members from the user's part.</summary>
    public float FirstWeight => Weight(1, 0, 0);

    /// <inheritdoc/>
    public int CompareTo(NetWithMembers? other) => rank.CompareTo(other?.rank);
}

public partial class NetWithMembers
{
    /// <summary>From the second part.</summary>
    public static int Twice => 2 * ParameterCount;
}
