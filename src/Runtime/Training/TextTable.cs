using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Backprop.Training;

/// <summary>Columns of text between rules, for reports that print themselves.</summary>
/// <param name="heads">The names of the columns. One that ends in a colon, which is not shown, aligns its numbers to the right.</param>
internal sealed class TextTable(params string[] heads)
{
    private const string Gap = "   ";

    private readonly List<string[]> _rows = [[.. heads.Select(static head => head.TrimEnd(':'))]];
    private readonly bool[] _isRight = [.. heads.Select(static head => head.EndsWith(':'))];

    /// <summary>Adds a row of as many cells as there are columns.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the rows, with a rule above, below the heads, above the last <paramref name="totals"/> rows if there are any, and below.</summary>
    public void WriteTo(StringBuilder text, int totals = 0)
    {
        int[] widths = [.. Enumerable.Range(0, _isRight.Length).Select(column => _rows.Max(row => row[column].Length))];
        string rule = new('─', widths.Sum() + (Gap.Length * (widths.Length - 1)));
        text.Append(rule).Append('\n');
        for (int r = 0; r < _rows.Count; r++)
        {
            if (r == 1 || (totals > 0 && r == _rows.Count - totals))
            {
                text.Append(rule).Append('\n');
            }

            string line = string.Join(Gap, _rows[r].Select((cell, column) => _isRight[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }

        text.Append(rule).Append('\n');
    }
}
