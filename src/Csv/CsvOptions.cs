using System;
using System.Collections.Generic;
using System.Globalization;

namespace Backprop;

/// <summary>What a CSV file holds, and which of its columns to read. <see cref="Label"/> or <see cref="Targets"/> must be set.</summary>
public sealed record CsvOptions
{
    /// <summary>Whether the first line has the names of the columns. They become <see cref="Dataset.InputNames"/> and <see cref="Dataset.TargetNames"/>.</summary>
    /// <remarks>A name that several columns share is an error if one of them is read, unless all that are read are chosen by their numbers.</remarks>
    public bool HasHeader { get; init; } = true;

    /// <summary>What stands between two fields: a comma, a semicolon, a tab, a space.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Lines that begin with it are skipped; null: there are none.</summary>
    public char? CommentMark { get; init; }

    /// <summary>The columns of the inputs, in this order; null: all but the label and the targets, in the order of the file.</summary>
    public IReadOnlyList<CsvColumn>? Inputs { get; init; }

    /// <summary>The columns of the targets, in this order.</summary>
    public IReadOnlyList<CsvColumn> Targets { get; init; } = [];

    /// <summary>The column of the class labels; null: there is none.</summary>
    /// <remarks>
    /// Texts or numbers. Its distinct values, sorted, are the classes 0, 1, 2 … and <see cref="Dataset.ClassNames"/>; numerically if all of them are
    /// numbers, and otherwise by the codes of their characters. <see cref="ClassNames"/> or <see cref="ClassCount"/> say the classes beforehand instead, so
    /// that several files have the same.
    /// </remarks>
    public CsvColumn? Label { get; init; }

    /// <summary>The classes, in the order of their labels, such as <see cref="Dataset.ClassNames"/> of the rows to train on: another value is an error. Null: not said.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The number of classes, where the label column has the labels themselves, whole numbers from 0 to <c>ClassCount − 1</c>: another value is an error. Null: not said.</summary>
    public int? ClassCount { get; init; }

    internal void Check()
    {
        if (Delimiter is '"' or '\r' or '\n')
        {
            throw new ArgumentException($"Delimiter: expected neither a quote nor the end of a line, got {Code(Delimiter)}", nameof(Delimiter));
        }

        if (CommentMark is { } mark && (mark is '"' or '\r' or '\n' || mark == Delimiter))
        {
            throw new ArgumentException($"CommentMark: expected neither a quote, nor the end of a line, nor the delimiter, got {Code(mark)}", nameof(CommentMark));
        }

        if (Targets is null)
        {
            throw new ArgumentNullException(nameof(Targets), "Targets: expected columns, got null");
        }

        if (Label is null == (Targets.Count == 0))
        {
            throw new ArgumentException($"Label, Targets: expected one of the two, got {(Label is null ? "neither" : "both")}", nameof(Label));
        }

        if (Inputs is { Count: 0 })
        {
            throw new ArgumentException("Inputs: expected at least one column, or null for all but the label and the targets, got none", nameof(Inputs));
        }

        CheckClasses();
    }

    // In a message as it is written in Unicode: the end of a line would end it.
    private static string Code(char character) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)character:X4}");

    private void CheckClasses()
    {
        if (ClassNames is not null && ClassCount is not null)
        {
            throw new ArgumentException("ClassNames, ClassCount: expected one of the two at most, got both", nameof(ClassNames));
        }

        if (ClassNames is not null && Label is null)
        {
            throw new ArgumentException("ClassNames: expected null without Label, got names", nameof(ClassNames));
        }

        if (ClassCount is { } count && (Label is null || count < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(ClassCount), string.Create(CultureInfo.InvariantCulture, $"ClassCount: expected {(Label is null ? "null without Label" : "at least 1")}, got {count}"));
        }

        if (ClassNames is { Count: 0 })
        {
            throw new ArgumentException("ClassNames: expected at least one name, got none", nameof(ClassNames));
        }

        Dictionary<string, int> indexOf = [];
        for (int i = 0; i < ClassNames?.Count; i++)
        {
            if (ClassNames[i] is not { } name)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"ClassNames: expected names, got null at index {i}"), nameof(ClassNames));
            }

            if (!indexOf.TryAdd(name, i))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"ClassNames: expected each name once, got \"{name}\" at index {indexOf[name]} and at index {i}"), nameof(ClassNames));
            }
        }
    }
}
