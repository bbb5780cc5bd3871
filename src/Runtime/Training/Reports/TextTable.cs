using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Backprop.Training;

/// <summary>Columns of text that are as wide as they need, for reports that print themselves.</summary>
/// <param name="heads">The names of the columns.</param>
internal sealed class TextTable(params string[] heads)
{
    private readonly List<string[]> _rows = [heads];

    /// <summary>The columns that hold names, which are aligned to the left; the others are to the right.</summary>
    public int[] Names { get; init; } = [];

    /// <summary>A number of six decimals, or with an exponent where those would show too little of it or too much.</summary>
    public static string Format(double value)
        => value.ToString(value == 0 || Math.Abs(value) is >= 1e-4 and < 1e6 ? "0.000000" : "0.0000e+00", CultureInfo.InvariantCulture);

    /// <summary>Adds a row of as many cells as there are columns.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>One line for each row, each with its end.</summary>
    public override string ToString() => string.Concat(Lines("  "));

    /// <summary>Writes the rows, with a rule above, below the heads, above the last <paramref name="totals"/> rows if there are any, and below.</summary>
    public void WriteTo(StringBuilder text, int totals = 0)
    {
        const string Gap = "   ";
        string[] lines = Lines(Gap);
        string rule = new string('─', Widths().Sum() + (Gap.Length * (heads.Length - 1))) + "\n";
        text.Append(rule);
        for (int r = 0; r < lines.Length; r++)
        {
            if (r == 1 || (totals > 0 && r == lines.Length - totals))
            {
                text.Append(rule);
            }

            text.Append(lines[r]);
        }

        text.Append(rule);
    }

    private int[] Widths() => [.. Enumerable.Range(0, heads.Length).Select(column => _rows.Max(row => row[column].Length))];

    private string[] Lines(string gap)
    {
        int[] widths = Widths();
        return [.. _rows.Select(row => string.Join(gap, row.Select((cell, column) => Pad(cell, column, widths[column]))).TrimEnd() + "\n")];
    }

    private string Pad(string cell, int column, int width) => Array.IndexOf(Names, column) >= 0 ? cell.PadRight(width) : cell.PadLeft(width);
}
