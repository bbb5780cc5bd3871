using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Backprop;

/// <summary>The label of each row, from the texts in its column: see <see cref="CsvOptions.Label"/>.</summary>
internal sealed class CsvClasses
{
    private readonly int? _count;
    private readonly IReadOnlyList<string>? _known;
    private readonly Dictionary<string, int> _labelOf = [];
    private readonly List<int> _labels = [];

    public CsvClasses(CsvOptions options)
    {
        _count = options.ClassCount;
        _known = options.ClassNames;
        foreach (string name in _known ?? [])
        {
            _labelOf.Add(name, _labelOf.Count);
        }
    }

    /// <summary>Takes the label of a row.</summary>
    public void Add(CsvRecords records, int column) => _labels.Add(_count is { } count ? Number(records, column, count) : Class(records, column));

    /// <summary>The rows with their labels.</summary>
    public Dataset ToDataset(float[] inputs, int inputSize)
    {
        if (_count is { } count)
        {
            return Dataset.FromLabels(inputs, inputSize, _labels.ToArray(), count);
        }

        // Until here a class that was not known has the number of those before it.
        IReadOnlyList<string> names = _known ?? Sort(_labelOf.Keys);
        int[] sorted = new int[names.Count];
        for (int label = 0; label < names.Count; label++)
        {
            sorted[_labelOf[names[label]]] = label;
        }

        return Dataset.FromLabels(inputs, inputSize, [.. _labels.Select(label => sorted[label])], names.Count).WithClassNames(names);
    }

    private static string[] Sort(IEnumerable<string> names)
    {
        IOrderedEnumerable<string> byText = names.Order(StringComparer.Ordinal);
        return names.All(name => TryParse(name, out _)) ? [.. byText.OrderBy(name => TryParse(name, out double number) ? number : 0)] : [.. byText];
    }

    private static bool TryParse(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static int Number(CsvRecords records, int column, int count)
        => TryParse(records[column], out double number) && double.IsInteger(number) && number >= 0 && number < count
            ? (int)number
            : throw records.ErrorOfField(column, string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {count - 1}"));

    private int Class(CsvRecords records, int column)
    {
        string name = records[column];
        if (name.Length == 0)
        {
            throw records.ErrorOfField(column, "a label");
        }

        if (!_labelOf.TryGetValue(name, out int label))
        {
            if (_known is not null)
            {
                throw records.ErrorOfField(column, $"one of {string.Join(", ", _known.Select(known => $"\"{known}\""))}");
            }

            label = _labelOf.Count;
            _labelOf.Add(name, label);
        }

        return label;
    }
}
