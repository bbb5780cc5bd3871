using System;
using System.Globalization;
using System.IO;
using System.Linq;
using CsvHelper;
using CsvHelper.Configuration;

namespace Backprop;

/// <summary>The rows of a CSV file one after another, with errors that name the file, the line and the column.</summary>
internal sealed class CsvRecords : IDisposable
{
    private const int LongestExcerpt = 40;
    private const char ByteOrderMark = '\uFEFF';

    private readonly CsvParser _parser;
    private readonly string _name;
    private string[] _fields = [];
    private bool _isAhead;

    /// <summary>Reads the first line, which has the header or tells how many fields there are.</summary>
    public CsvRecords(TextReader reader, string name, CsvOptions options)
    {
        _name = name;

        // A reader of text that somebody has decoded passes it on, invisibly in front of the first name.
        if (reader.Peek() == ByteOrderMark)
        {
            reader.Read();
        }

        _parser = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = options.Delimiter.ToString(),
                AllowComments = options.CommentMark is not null,
                Comment = options.CommentMark ?? '#',
                TrimOptions = TrimOptions.Trim,
                WhiteSpaceChars = [.. new[] { ' ', '\t' }.Where(space => space != options.Delimiter)],
                BadDataFound = bad => throw ErrorOfQuotes(bad.Field),
            },
            leaveOpen: true);
        if (!ReadFields())
        {
            throw ErrorOfFile($"expected at least one line, got none");
        }

        FieldCount = _fields.Length;
        Header = options.HasHeader ? _fields : [];
        _isAhead = !options.HasHeader;
    }

    /// <summary>The names of the columns; empty: there are none.</summary>
    public string[] Header { get; }

    /// <summary>The fields of every row.</summary>
    public int FieldCount { get; }

    // The parser counts the lines that it has read, up to the last one of the row.
    private int Line => _parser.RawRow - _parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n');

    /// <summary>The text of a field of this row, without spaces around it.</summary>
    public string this[int column] => _fields[column];

    /// <summary>Goes to the next row, at the first call to the first.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        if (_isAhead)
        {
            _isAhead = false;
            return true;
        }

        if (!ReadFields())
        {
            return false;
        }

        return _fields.Length == FieldCount ? true : throw ErrorAt($"line {Line}: expected {FieldCount} fields, as the first line has, got {_fields.Length}");
    }

    /// <summary>That a field of this row is not what it should be.</summary>
    public InvalidDataException ErrorOfField(int column, string expected)
    {
        string field = _fields[column].Length == 0 ? "nothing" : Excerpt(_fields[column]);
        return ErrorAt($"line {Line}, column {NameOf(column)}: expected {expected}, got {field}");
    }

    /// <summary>That the file does not have the columns that it should have.</summary>
    public InvalidDataException ErrorOfFile(FormattableString message) => new($"{_name}: {FormattableString.Invariant(message)}.");

    /// <summary>A column in a message.</summary>
    public string NameOf(int column) => Header.Length == 0 ? column.ToString(CultureInfo.InvariantCulture) : $"\"{Header[column]}\"";

    public void Dispose() => _parser.Dispose();

    private static string Excerpt(string field)
    {
        string line = field.ReplaceLineEndings(" ");
        return line.Length > LongestExcerpt ? $"\"{line[..LongestExcerpt]}…\"" : $"\"{line}\"";
    }

    private InvalidDataException ErrorAt(FormattableString message) => new($"{_name}, {FormattableString.Invariant(message)}.");

    // A field that is never closed takes in the end of the last line too.
    private InvalidDataException ErrorOfQuotes(string field)
    {
        int line = field.EndsWith('\n') ? _parser.RawRow - _parser.RawRecord.AsSpan().Count('\n') : Line;
        return ErrorAt($"line {line}: expected quotes around a whole field, and doubled within it, got {Excerpt(field)}");
    }

    // Every field, also of columns that nobody asked for: the parser looks at the quotes of those that it is asked for alone, and one
    // that is never closed takes in the rest of the file.
    private bool ReadFields()
    {
        do
        {
            if (!_parser.Read())
            {
                return false;
            }

            _fields = _parser.Record!;
        }
        while (_fields is [""] && string.IsNullOrWhiteSpace(_parser.RawRecord));
        return true;
    }
}
