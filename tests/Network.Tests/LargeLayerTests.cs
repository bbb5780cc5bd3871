using System;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>Layers beyond the sizes that fixtures and random topologies have.</summary>
public sealed class LargeLayerTests
{
    [Theory]
    [InlineData(typeof(WideNet), 1)]
    [InlineData(typeof(WideNet), 30)]
    [InlineData(typeof(MediumNet), 1)]
    [InlineData(typeof(MediumNet), 50)]
    [InlineData(typeof(MediumNet), 131)]
    public void LargeLayersAgreeWithTheOracle(Type network, int rows)
    {
        Subject subject = Subject.Of(network);

        subject.AgreesWithItsOracle(subject.Inputs(1, rows), subject.Targets(2, rows));
    }

    [Fact]
    public void AWideNetworkPredictsAndTrains()
    {
        var network = new WideNet(3);
        float[] input = [0.5f, -1f, 2f];
        float[] target = [1f, -1f];
        var sgd = new Sgd(1e-3f);
        float before = network.Cost(input, target);
        for (int step = 0; step < 20; step++)
        {
            network.Train(input, target, sgd);
        }

        Assert.True(network.Cost(input, target) < before / 2);
        Assert.Equal(0, network.Predict(input));
    }
}
