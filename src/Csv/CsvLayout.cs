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
            throw records.ErrorOfFile($"expected a column for the inputs beside those of the outputs, got none");
        }

        int[] chosen = [.. Inputs, .. outputs];
        if (records.Header.Length > 0 && !AreChosenByNumber(options))
        {
            CheckNames(chosen);
        }

        if (chosen.GroupBy(index => index).FirstOrDefault(group => group.Count() > 1) is { } more)
        {
            throw records.ErrorOfFile($"expected each column to be chosen once, got column {records.NameOf(more.Key)} {more.Count()} times");
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

    private static bool AreChosenByNumber(CsvOptions options)
        => options.Inputs is { } inputs && options.Label?.Name is null && inputs.Concat(options.Targets).All(column => column.Name is null);

    // Which of two columns of one name is meant nobody can tell, and among all columns one is most likely there by mistake.
    private void CheckNames(int[] columns)
    {
        foreach (int column in columns)
        {
            string name = _records.Header[column];
            int first = Array.IndexOf(_records.Header, name);
            int second = Array.IndexOf(_records.Header, name, first + 1);
            if (second > 0)
            {
                throw _records.ErrorOfFile($"expected each name of a column once, unless all are chosen by number, got \"{name}\" for columns {first} and {second}");
            }
        }
    }

    private string[] NamesOf(int[] columns) => [.. columns.Select(column => _records.Header[column])];

    private int Find(CsvColumn column)
    {
        if (column.Name is not { } name)
        {
            int index = column.Index.GetOffset(_records.FieldCount);
            return index >= 0 && index < _records.FieldCount
                ? index
                : throw _records.ErrorOfFile($"expected columns from 0 to {_records.FieldCount - 1}, or ^{_records.FieldCount} to ^1, got {column}");
        }

        if (_records.Header.Length == 0)
        {
            throw _records.ErrorOfFile($"expected columns by their numbers, as there is no header, got {column}");
        }

        int found = Array.IndexOf(_records.Header, name);
        return found >= 0 ? found : throw _records.ErrorOfFile($"expected a column {column}, got {string.Join(", ", _records.Header.Select(other => $"\"{other}\""))}");
    }
}
