using System;
using System.Globalization;

namespace Backprop;

/// <summary>A column of a CSV file: its name in the header, or its number from 0, or from the end (<c>^1</c> is the last).</summary>
public readonly record struct CsvColumn
{
    private CsvColumn(string? name, Index index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>The name; null: the column has been chosen by its number.</summary>
    public string? Name { get; }

    /// <summary>The number, where there is no name.</summary>
    public Index Index { get; }

    /// <summary>A column by its name.</summary>
    /// <param name="name">As the header has it, without spaces around it; upper and lower case differ.</param>
    public static implicit operator CsvColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new CsvColumn(name, default);
    }

    /// <summary>A column by its number.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static implicit operator CsvColumn(int index)
        => index >= 0
            ? new CsvColumn(null, index)
            : throw new ArgumentOutOfRangeException(nameof(index), string.Create(CultureInfo.InvariantCulture, $"index: expected at least 0, got {index}"));

    /// <summary>A column by its number, from the start or from the end.</summary>
    /// <param name="index">From 0, or from ^1.</param>
    public static implicit operator CsvColumn(Index index) => new(null, index);

    /// <summary>The name in quotes, or the number.</summary>
    /// <returns>For messages.</returns>
    public override string ToString() => Name is null ? string.Create(CultureInfo.InvariantCulture, $"{Index}") : $"\"{Name}\"";
}
