using System.Text;

namespace Backprop.Generator.Emission;

/// <summary>
/// Writes lines of source: indentation, blocks, <c>\n</c> at the ends on every platform; no blank line after an opening brace, and
/// one between a closing brace and the next statement.
/// </summary>
internal sealed class SourceWriter
{
    private const int IndentSize = 4;

    private readonly StringBuilder _text = new();
    private int _indent;
    private Place _place = Place.AfterOpening;

    private enum Place
    {
        AfterOpening,
        AfterClosing,
        AfterBlankLine,
        Elsewhere,
    }

    /// <summary>Writes a blank line, where one belongs.</summary>
    public void Line()
    {
        if (_place is Place.AfterOpening or Place.AfterBlankLine)
        {
            return;
        }

        _text.Append('\n');
        _place = Place.AfterBlankLine;
    }

    public void Line(Code code) => Line(code.ToString());

    public void Line(string line)
    {
        if (_place == Place.AfterClosing)
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
        _place = Place.AfterOpening;
    }

    public void Close()
    {
        _indent--;
        Append("}");
        _place = Place.AfterClosing;
    }

    public override string ToString() => _text.ToString();

    private void Append(string line) => _text.Append(' ', _indent * IndentSize).Append(line).Append('\n');
}
