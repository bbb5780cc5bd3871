using System.Globalization;

namespace Backprop.Generator;

/// <summary>How numbers are spelled, whatever the culture of the compiler's process.</summary>
internal static class Number
{
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>With as many digits as distinguish it from every other.</summary>
    public static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
