using System;
using System.Collections.Generic;

namespace Backprop;

/// <summary>What a CSV file holds, and which of its columns to read. <see cref="Label"/> or <see cref="Targets"/> must be set.</summary>
public sealed record CsvOptions
{
    /// <summary>Whether the first line has the names of the columns. They become <see cref="Dataset.InputNames"/> and <see cref="Dataset.TargetNames"/>.</summary>
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
            throw new ArgumentException("Delimiter: expected neither a quote nor the end of a line.", nameof(Delimiter));
        }

        if (CommentMark is '"' or '\r' or '\n' || CommentMark == Delimiter)
        {
            throw new ArgumentException("CommentMark: expected neither a quote, nor the end of a line, nor the delimiter.", nameof(CommentMark));
        }

        if (Label is null == (Targets.Count == 0))
        {
            throw new ArgumentException("Label, Targets: expected one of the two.", nameof(Label));
        }

        if (Inputs is { Count: 0 })
        {
            throw new ArgumentException("Inputs: expected at least one column, or null for all but the label and the targets.", nameof(Inputs));
        }

        if (ClassNames is not null && ClassCount is not null)
        {
            throw new ArgumentException("ClassNames, ClassCount: expected one of the two at most.", nameof(ClassNames));
        }

        if (Label is null && (ClassNames is not null || ClassCount is not null))
        {
            throw new ArgumentException("ClassNames, ClassCount: expected none without Label.", nameof(Label));
        }

        if (ClassNames is not null && (ClassNames.Count == 0 || new HashSet<string>(ClassNames).Count < ClassNames.Count))
        {
            throw new ArgumentException("ClassNames: expected at least one name, and each once.", nameof(ClassNames));
        }

        if (ClassCount < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(ClassCount), $"ClassCount: expected at least 1, got {ClassCount}");
        }
    }
}
