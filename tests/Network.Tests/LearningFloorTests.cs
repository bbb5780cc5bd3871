using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>The least that learning must reach: a wrong gradient or update rule cannot.</summary>
public sealed class LearningFloorTests
{
    private static readonly float[] Inputs = [0, 0, 0, 1, 1, 0, 1, 1];
    private static readonly float[] Targets = [0, 1, 1, 0];

    [Fact]
    public void ExclusiveOrIsSolvedFromEachOfAHundredSeeds()
    {
        List<ulong> unsolved = [];
        var outputs = new float[4];
        for (ulong seed = 0; seed < 100; seed++)
        {
            var network = new XorLearner(seed);
            var adam = new Adam(0.05f);
            for (int step = 0; step < 1500; step++)
            {
                network.Train(Inputs, Targets, adam);
            }

            network.Forward(Inputs, outputs);

            // The right side of one half, by a quarter and more.
            if (outputs.Zip(Targets).Any(pair => !(Math.Abs(pair.First - pair.Second) < 0.25f)))
            {
                unsolved.Add(seed);
            }
        }

        Assert.Empty(unsolved);
    }
}
