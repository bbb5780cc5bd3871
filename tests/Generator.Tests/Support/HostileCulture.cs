using System;
using System.Globalization;

namespace Backprop.Generator.Tests.Support;

/// <summary>Until disposed, a culture in which nothing is spelled as in C#: comma decimals, grouped digits, U+2212 for minus.</summary>
internal sealed class HostileCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public HostileCulture()
    {
        CultureInfo hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        hostile.NumberFormat.NumberDecimalSeparator = ",";
        hostile.NumberFormat.NumberGroupSeparator = ".";
        hostile.NumberFormat.NegativeSign = "\u2212";
        hostile.NumberFormat.PositiveSign = "\uFF0B";
        hostile.NumberFormat.NaNSymbol = "?";
        CultureInfo.CurrentCulture = hostile;
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
