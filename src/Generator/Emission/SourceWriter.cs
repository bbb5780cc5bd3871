using System.Text;

namespace Backprop.Generator.Emission;

/// <summary>
/// Writes lines of source: indentation, blocks, <c>\n</c> at the ends on every platform; no blank line behind an opening brace, and
/// one between a closing brace and the next statement.
/// </summary>
internal sealed class SourceWriter
{
    private const int IndentSize = 4;

    private readonly StringBuilder _text = new();
    private int _indent;
    private Place _place = Place.BehindOpening;

    private enum Place
    {
        BehindOpening,
        BehindClosing,
        BehindBlankLine,
        Elsewhere,
    }

    /// <summary>Writes a blank line, where one belongs.</summary>
    public void Line()
    {
        if (_place is Place.BehindOpening or Place.BehindBlankLine)
        {
            return;
        }

        _text.Append('\n');
        _place = Place.BehindBlankLine;
    }

    public void Line(Code code) => Line(code.ToString());

    public void Line(string line)
    {
        if (_place == Place.BehindClosing)
        {
            Line();
        }

        Append(line);
        _place = Place.Elsewhere;
    }

    /// <summary>Writes several lines, each indented as the block is.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.TrimEnd('\n').Split('\n'))
        {
            Line(line);
        }
    }

    public void Open(Code header) => Open(header.ToString());

    public void Open(string header)
    {
        Line(header);
        Open();
    }

    public void Open()
    {
        Line("{");
        _indent++;
        _place = Place.BehindOpening;
    }

    public void Close()
    {
        _indent--;
        Append("}");
        _place = Place.BehindClosing;
    }

    public override string ToString() => _text.ToString();

    private void Append(string line) => _text.Append(' ', _indent * IndentSize).Append(line).Append('\n');
}
