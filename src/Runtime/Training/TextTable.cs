using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Backprop.Training;

/// <summary>Columns of text that are as wide as they need, to the right but for the first if that holds names.</summary>
internal sealed class TextTable(bool startsWithNames, params string[] heads)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [heads];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>One line for each row, each with its end.</summary>
    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, heads.Length).Select(column => _rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => column == 0 && startsWithNames ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
