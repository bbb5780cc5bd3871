using System.Globalization;

namespace Backprop.Generator;

/// <summary>How numbers are spelled, whatever the culture of the compiler's process.</summary>
internal static class Number
{
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
