using System.Runtime.CompilerServices;
using System.Text;

namespace Backprop.Generator.Emission;

/// <summary>
/// An interpolated string of code: texts and whole numbers, spelled without regard to the culture. Anything else does not compile.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Code(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 8));

    /// <summary>The text of an interpolated string of code.</summary>
    public static string Spell(Code code) => code.ToString();

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string text) => _text.Append(text);

    public void AppendFormatted(int number) => _text.Append(Number.Text(number));

    public void AppendFormatted(long number) => _text.Append(Number.Text(number));

    public override string ToString() => _text.ToString();
}
