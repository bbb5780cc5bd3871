using System.Globalization;

namespace Backprop;

/// <summary>How many of something there are, for messages.</summary>
internal static class Quantity
{
    /// <summary>For example "1 row" and "2 rows".</summary>
    public static string Of(long count, string one) => Of(count, one, one + "s");

    /// <summary>For example "1 class" and "2 classes".</summary>
    public static string Of(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
