using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Training;
using Xunit;

namespace Backprop.Runtime.Tests.Training;

/// <summary>Every row of a round is in one block of one thread, and each block has memory of its own.</summary>
public sealed class RoundTests
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 1000];

    [Theory]
    [InlineData(1, 384)]
    [InlineData(2, 384)]
    [InlineData(3, 12)]
    [InlineData(7, 24)]
    [InlineData(2, 5)]
    public void EachRowIsInOneBlock(int threads, int capacity)
    {
        foreach (int rows in Sizes)
        {
            Round round = new(first: 40, (nuint)rows, (nuint)threads, (nuint)capacity);
            List<(int Row, int Count, int Slot)> ofThreads = [];
            for (int thread = 0; thread < threads; thread++)
            {
                List<(int Row, int Count, int Slot)> blocks = Walk(round.BlocksOf(thread));
                Assert.True(blocks.Count <= (int)round.BlocksOfShare);
                Assert.All(blocks, block => Assert.InRange(block.Slot, thread * (int)round.BlocksOfShare, ((thread + 1) * (int)round.BlocksOfShare) - 1));
                Assert.All(blocks, block => Assert.InRange(block.Count, 1, capacity));
                Assert.All(blocks.SkipLast(1), block => Assert.True(block.Count == capacity || block.Count % 12 == 0));
                ofThreads.AddRange(blocks);
            }

            Assert.Equal(Enumerable.Range(40, rows), ofThreads.SelectMany(static block => Enumerable.Range(block.Row, block.Count)));
            Assert.Equal(ofThreads.Count, ofThreads.Select(static block => block.Slot).Distinct().Count());
            Assert.Equal(ofThreads, Walk(round.Blocks()));
            Assert.Equal((nuint)(40 + rows), round.End);
        }
    }

    private static List<(int Row, int Count, int Slot)> Walk(Round.BlockWalk walk)
    {
        List<(int Row, int Count, int Slot)> blocks = [];
        while (walk.MoveNext())
        {
            blocks.Add(((int)walk.Row, (int)walk.Count, (int)walk.Slot));
        }

        return blocks;
    }
}
