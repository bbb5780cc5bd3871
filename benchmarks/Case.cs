using System;
using System.Globalization;
using Backprop.Figures;

namespace Backprop.Benchmarks;

/// <summary>A network, a number of rows, and what is done with them.</summary>
public sealed class Case
{
    private readonly Func<INetwork> _create;

    internal Case(string network, string work, int rowCount, Shape shape, Rule rule, Func<INetwork> create)
    {
        Network = network;
        Work = work;
        RowCount = rowCount;
        Shape = shape;
        Rule = rule;
        _create = create;
    }

    internal string Network { get; }

    internal string Work { get; }

    internal int RowCount { get; }

    internal Shape Shape { get; }

    internal Rule Rule { get; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}, {Work}, {RowCount:N0} row{(RowCount > 1 ? "s" : "")}");

    internal Contest Prepare() => new(_create(), Shape, RowCount, Rule);
}
