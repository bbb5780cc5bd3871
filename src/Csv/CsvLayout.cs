using System;
using System.Collections.Generic;
using System.Linq;

namespace Backprop;

/// <summary>Where the chosen columns are in a file.</summary>
internal sealed class CsvLayout
{
    private readonly CsvRecords _records;

    public CsvLayout(CsvRecords records, CsvOptions options)
    {
        _records = records;
        Label = options.Label is { } label ? Find(label) : null;
        Targets = [.. options.Targets.Select(Find)];
        int[] outputs = [.. Targets, .. Label is { } column ? [column] : Array.Empty<int>()];
        Inputs = options.Inputs is null ? [.. Enumerable.Range(0, records.FieldCount).Except(outputs)] : [.. options.Inputs.Select(Find)];
        if (Inputs.Length == 0)
        {
            throw records.ErrorOfFile($"expected a column for the inputs, got {records.FieldCount} for the outputs alone");
        }

        IEnumerable<int> twice = Inputs.Concat(outputs).GroupBy(index => index).Where(group => group.Count() > 1).Select(group => group.Key);
        foreach (int index in twice)
        {
            throw records.ErrorOfFile($"expected each column to be chosen once, got column {records.NameOf(index)} more often");
        }
    }

    public int[] Inputs { get; }

    public int[] Targets { get; }

    public int? Label { get; }

    /// <summary>The data set with the names in the header, if there is one.</summary>
    public Dataset WithNames(Dataset data)
    {
        if (_records.Header.Length == 0)
        {
            return data;
        }

        Dataset named = data.WithInputNames(NamesOf(Inputs));
        return data.HasLabels ? named : named.WithTargetNames(NamesOf(Targets));
    }

    private string[] NamesOf(int[] columns) => [.. columns.Select(column => _records.Header[column])];

    private int Find(CsvColumn column)
    {
        if (column.Name is not { } name)
        {
            int index = column.Index.GetOffset(_records.FieldCount);
            return index >= 0 && index < _records.FieldCount ? index : throw _records.ErrorOfFile($"expected a column {column}, got {_records.FieldCount} columns");
        }

        if (_records.Header.Length == 0)
        {
            throw _records.ErrorOfFile($"expected columns by their numbers, as there is no header, got {column}");
        }

        int first = Array.IndexOf(_records.Header, name);
        if (first < 0)
        {
            throw _records.ErrorOfFile($"expected a column {column}, got {string.Join(", ", _records.Header.Select(other => $"\"{other}\""))}");
        }

        return Array.LastIndexOf(_records.Header, name) == first ? first : throw _records.ErrorOfFile($"expected one column {column}, got several");
    }
}
