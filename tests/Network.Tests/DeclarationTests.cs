using System;
using Backprop.Network.Tests.Declarations;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>A network may be declared wherever and however C# lets a partial class be declared.</summary>
public sealed partial class DeclarationTests
{
    [Network(3, 4, Activation.Tanh, 2, Activation.Identity)]
    private sealed partial class PrivateNet;

    public static TheoryData<Type> Networks => new(
        typeof(GlobalNet),
        typeof(InternalNet),
        typeof(SealedNet),
        typeof(ArrayNet),
        typeof(ConstantNet),
        typeof(@event),
        typeof(Declarations.Other.SealedNet),
        typeof(Outer.NestedNet),
        typeof(Outer.Middle.DeepNet),
        typeof(Outer.Holder.RecordNet),
        typeof(NetWithMembers),
        typeof(Declarations.Hostile.HostileNet),
        typeof(PrivateNet),
        typeof(NetBase.ProtectedNet));

    [Theory]
    [MemberData(nameof(Networks))]
    public void ANetworkWorksWhereverItIsDeclared(Type network)
    {
        Subject subject = Subject.Randomized(network, 1);

        subject.AgreesWithItsOracle(subject.Inputs(2, 5), subject.Targets(3, 5));
    }

    [Fact]
    public void AUsersOwnMembersAndTheGeneratedOnesSeeEachOther()
    {
        var network = new NetWithMembers { Name = "mine" };

        Assert.Equal("mine", network.Name);
        Assert.Equal(network.Weight(1, 0, 0), network.FirstWeight);
        Assert.Equal(2 * 26, NetWithMembers.Twice);
        Assert.Equal(0, network.CompareTo(new NetWithMembers(1)));
    }
}
