using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Probe.Combinations;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>The rows that <see cref="CombinationTests"/> go through: any two values meet, and the rows are few.</summary>
public sealed class CoveringArrayTests
{
    /// <summary>Numbers of values, and the most rows there may be.</summary>
    public static TheoryData<int[], int> Sizes => new()
    {
        { [1], 0 },
        { [3], 0 },
        { [1, 1], 1 },
        { [2, 3], 6 },
        { [2, 2, 2, 2], 7 },
        { [3, 3, 3, 3], 14 },
        { [5, 1, 4, 2, 7], 40 },
        { [.. Enumerable.Repeat(2, 30)], 16 },
        { [.. Enumerable.Repeat(4, 12)], 44 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AnyTwoValuesMeetInFewRows(int[] counts, int mostRows)
    {
        IReadOnlyList<int[]> rows = CoveringArray.Of(counts, static (_, _, _, _) => true);

        Assert.All(rows, row => Assert.True(row.Length == counts.Length && row.Zip(counts).All(static pair => pair.First >= 0 && pair.First < pair.Second)));
        Assert.All(CoveringArray.Pairs(counts), pair => Assert.Contains(rows, row => row[pair.Choice] == pair.Value && row[pair.Other] == pair.OtherValue));
        Assert.InRange(rows.Count, 0, mostRows);
    }

    [Fact]
    public void ValuesThatCannotMeetDoNot()
    {
        int[] counts = [3, 2, 4, 2, 3];

        IReadOnlyList<int[]> rows = CoveringArray.Of(counts, CanMeet);

        Assert.All(
            CoveringArray.Pairs(counts),
            pair => Assert.Equal(
                CanMeet(pair.Choice, pair.Value, pair.Other, pair.OtherValue), rows.Any(row => row[pair.Choice] == pair.Value && row[pair.Other] == pair.OtherValue)));

        static bool CanMeet(int choice, int value, int other, int otherValue)
            => (choice, value, other, otherValue) is not ((0, 2, 1, 1) or (0, > 0, 4, 2) or (2, 3, 3, 0));
    }

    [Fact]
    public void RowsBeginAsTheyAreTold()
    {
        IReadOnlyList<int[]> rows = CoveringArray.Of(
            [3, 3, 3], static (_, _, _, _) => true, [CoveringArray.Open, 2, 1], [0, CoveringArray.Open, CoveringArray.Open]);

        Assert.Equal([2, 1], rows[0][1..]);
        Assert.Equal(0, rows[1][0]);
        Assert.DoesNotContain(CoveringArray.Open, rows.SelectMany(static row => row));
    }

    [Fact]
    public void TheRowsAreTheSameEachTime()
        => Assert.Equal(CoveringArray.Of([4, 3, 5, 2], static (_, _, _, _) => true), CoveringArray.Of([4, 3, 5, 2], static (_, _, _, _) => true));

    [Fact]
    public void AValueThatLeavesNoneOfAnotherChoiceIsRefused()
        => Assert.Throws<InvalidOperationException>(() => CoveringArray.Of([2, 2, 2], static (choice, value, other, _) => (choice, value, other) is not (0, 1, 2)));
}
