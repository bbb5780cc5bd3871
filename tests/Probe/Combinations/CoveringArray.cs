using System;
using System.Collections.Generic;
using System.Linq;

namespace Backprop.Probe.Combinations;

/// <summary>
/// Rows of values, one of each choice, in which any two values of different choices that can meet do meet: a covering array of strength 2.
/// </summary>
/// <remarks>
/// Greedy, after Cohen, Dalal, Fredman and Patton, "The AETG system: an approach to testing based on combinatorial design", 1997: a row begins with a pair
/// that has not met, and goes on with the value that meets most values of the row for the first time. Of equals one is drawn, so that three and
/// more values meet in many ways, too; from a fixed seed, so that the rows are the same everywhere.
/// </remarks>
internal sealed class CoveringArray
{
    /// <summary>The value of a choice that is not made yet.</summary>
    public const int Open = -1;

    private readonly int[] _counts;
    private readonly int[] _offsets;
    private readonly bool[,] _canMeet;
    private readonly bool[,] _isMissing;
    private readonly List<int[]> _rows = [];
    private readonly RandomSource _random = new(1);

    private CoveringArray(int[] counts, Func<int, int, int, int, bool> canMeet)
    {
        _counts = counts;
        _offsets = [.. counts.Select((_, choice) => counts.Take(choice).Sum())];
        int values = counts.Sum();
        _canMeet = new bool[values, values];
        _isMissing = new bool[values, values];
        foreach ((int choice, int value, int other, int otherValue) in Pairs(counts))
        {
            bool can = canMeet(choice, value, other, otherValue);
            (int a, int b) = (IndexOf((choice, value)), IndexOf((other, otherValue)));
            _canMeet[a, b] = _canMeet[b, a] = can;
            _isMissing[a, b] = _isMissing[b, a] = can;
        }
    }

    /// <summary>Makes the rows.</summary>
    /// <param name="counts">The number of values of each choice.</param>
    /// <param name="canMeet">Whether a value of a choice can meet a value of a later one.</param>
    /// <param name="beginnings">Rows to begin with, which may have <see cref="Open"/> values.</param>
    public static IReadOnlyList<int[]> Of(int[] counts, Func<int, int, int, int, bool> canMeet, params IEnumerable<int[]> beginnings)
    {
        CoveringArray array = new(counts, canMeet);
        foreach (int[] beginning in beginnings)
        {
            array.Add([.. beginning]);
        }

        foreach ((int choice, int value, int other, int otherValue) in Pairs(counts))
        {
            if (array._isMissing[array.IndexOf((choice, value)), array.IndexOf((other, otherValue))])
            {
                int[] row = [.. counts.Select(static _ => Open)];
                (row[choice], row[other]) = (value, otherValue);
                array.Add(row);
            }
        }

        return array._rows;
    }

    /// <summary>Any two values of different choices, the earlier choice first.</summary>
    public static IEnumerable<(int Choice, int Value, int Other, int OtherValue)> Pairs(int[] counts)
        => from choice in Enumerable.Range(0, counts.Length)
           from other in Enumerable.Range(choice + 1, counts.Length - choice - 1)
           from value in Enumerable.Range(0, counts[choice])
           from otherValue in Enumerable.Range(0, counts[other])
           select (choice, value, other, otherValue);

    private void Add(int[] row)
    {
        while (Array.IndexOf(row, Open) >= 0)
        {
            (int choice, int value) = Best(row);
            row[choice] = value;
        }

        int[] values = ValuesOf(row);
        foreach (int a in values)
        {
            foreach (int b in values)
            {
                _isMissing[a, b] = false;
            }
        }

        _rows.Add(row);
    }

    /// <summary>The value that meets most of the row for the first time; of equals one that has most left to meet, and of those any.</summary>
    private (int Choice, int Value) Best(int[] row)
    {
        int[] made = ValuesOf(row);
        (int Choice, int Value)[] candidates = [.. Enumerable.Range(0, row.Length).Where(choice => row[choice] == Open).SelectMany(choice => Possible(choice, made))];
        int missing = candidates.Max(Missing);
        int left = candidates.Where(candidate => Missing(candidate) == missing).Max(Left);
        (int Choice, int Value)[] best = [.. candidates.Where(candidate => (Missing(candidate), Left(candidate)) == (missing, left))];
        return best[_random.NextInt32(best.Length)];

        int Missing((int Choice, int Value) candidate) => made.Count(other => _isMissing[IndexOf(candidate), other]);

        int Left((int Choice, int Value) candidate) => Enumerable.Range(0, _isMissing.GetLength(0)).Count(other => _isMissing[IndexOf(candidate), other]);
    }

    /// <summary>The values of a choice that can meet all that are made.</summary>
    private (int Choice, int Value)[] Possible(int choice, int[] made)
    {
        (int Choice, int Value)[] possible =
        [
            .. Enumerable.Range(0, _counts[choice]).Select(value => (choice, value)).Where(candidate => made.All(other => _canMeet[IndexOf(candidate), other])),
        ];
        return possible.Length > 0 ? possible : throw new InvalidOperationException($"No value of choice {choice} can meet all that are made.");
    }

    private int IndexOf((int Choice, int Value) made) => _offsets[made.Choice] + made.Value;

    private int[] ValuesOf(int[] row)
        => [.. Enumerable.Range(0, row.Length).Where(choice => row[choice] != Open).Select(choice => IndexOf((choice, row[choice])))];
}
