using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace Backprop;

/// <summary>Reads data sets from CSV: RFC 4180, with quoted fields, and other delimiters and comments if wanted.</summary>
/// <remarks>
/// <code>
/// Dataset train = CsvFile.Read("train.csv", new CsvOptions { Label = "species" });
/// Dataset test = CsvFile.Read("test.csv", new CsvOptions { Label = "species", ClassNames = train.ClassNames });
/// </code>
/// <para>
/// Numbers have a decimal point, whatever the culture, and may have an exponent. Spaces and tabs around a field do not count, blank lines are skipped. Every row has
/// as many fields as the first. A value that is missing, or no number, or not finite is an <see cref="InvalidDataException"/> that names the file, the line and the column.
/// </para>
/// </remarks>
public static class CsvFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; UTF-8, or what its byte order mark says.</param>
    /// <param name="options">Which of its columns to read.</param>
    /// <returns>A row for each of its lines, in their order.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, a value is none of those expected, or the bytes are no text.</exception>
    public static Dataset Read(string path, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        string name = Path.GetFileName(path);

        // Bytes that are no UTF-8 would silently become the same character, whatever they were.
        using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            return Read(reader, name, options);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException($"{name}: expected UTF-8, or text with a byte order mark, got bytes that are neither.", error);
        }
    }

    /// <summary>Reads text, to its end; the reader is left open.</summary>
    /// <param name="reader">Stands at the beginning of a line. In messages it is called "reader".</param>
    /// <param name="options">Which of its columns to read.</param>
    /// <returns>A row for each line, in their order.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="InvalidDataException">A column is missing, or a value is none of those expected.</exception>
    public static Dataset Read(TextReader reader, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return Read(reader, nameof(reader), options);
    }

    private static Dataset Read(TextReader reader, string name, CsvOptions options)
    {
        using var records = new CsvRecords(reader, name, options);
        var layout = new CsvLayout(records, options);
        List<float> inputs = [];
        List<float> targets = [];
        var classes = new CsvClasses(options);
        while (records.Read())
        {
            AddNumbers(records, layout.Inputs, inputs);
            AddNumbers(records, layout.Targets, targets);
            if (layout.Label is { } label)
            {
                classes.Add(records, label);
            }
        }

        if (inputs.Count == 0)
        {
            throw records.ErrorOfFile($"expected at least one row, got none");
        }

        return layout.WithNames(layout.Label is null
            ? Dataset.FromTargets(inputs.ToArray(), layout.Inputs.Length, targets.ToArray(), layout.Targets.Length)
            : classes.ToDataset(inputs.ToArray(), layout.Inputs.Length));
    }

    private static void AddNumbers(CsvRecords records, int[] columns, List<float> values)
    {
        foreach (int column in columns)
        {
            if (!float.TryParse(records[column], NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
            {
                throw records.ErrorOfField(column, "a number");
            }

            if (!float.IsFinite(value))
            {
                throw records.ErrorOfField(column, "a finite number");
            }

            values.Add(value);
        }
    }
}
