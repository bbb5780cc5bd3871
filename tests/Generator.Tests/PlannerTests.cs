using System;
using System.Collections.Generic;
using System.Linq;
using Backprop.Generator.Model;
using Backprop.Generator.Planning;
using Backprop.Generator.Tests.Support;
using Backprop.Reference;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>What holds for every plan, and a few plans as text.</summary>
public sealed class PlannerTests
{
    private const int CacheLine = 16;

    public static IEnumerable<object[]> Plans => RandomTopologies.Of(300)
        .Append(Uniform(784, 16, 10))
        .Append(Uniform(784, 512, 512, 10))
        .Append(Uniform(1000, 333, 17))
        .Append(Uniform(1, 1))
        .Append(Uniform(3, 20_000, 2))
        .Append(Uniform(20_000, 3))
        .Append(Uniform(5, 3, 700_000))
        .Select(static topology => new object[] { topology });

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void ParametersLieSideBySideOnCacheLines(Topology topology)
    {
        NetworkPlan plan = Plan(topology);
        List<(long First, long End)> regions = new();
        foreach (LayerPlan layer in plan.Layers)
        {
            Assert.Equal(topology.Sizes[layer.Index - 1], layer.Inputs);
            Assert.Equal(topology.Sizes[layer.Index], layer.Neurons);
            Assert.Equal(0, layer.WeightOffset % CacheLine);
            AssertStride(layer);
            regions.Add(Region(layer.WeightOffset, (long)layer.Inputs * layer.Stride));
            Assert.Equal(topology.Bias, layer.HasBias);
            if (layer.HasBias)
            {
                Assert.Equal(0, layer.BiasOffset % Math.Min(layer.Stride, CacheLine));
                regions.Add(Region(layer.BiasOffset, layer.Stride));
            }
        }

        AssertApart(regions, plan.Parameters.Length);
        Assert.Equal(0, plan.Parameters.Length % CacheLine);
        Assert.Equal(topology.ParameterCount, plan.Parameters.Count);
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void RegionsOfTheWorkspaceDoNotOverlap(Topology topology)
    {
        NetworkPlan plan = Plan(topology);
        WorkspacePlan workspace = plan.Workspace;
        List<(long First, long End)> row = new();
        foreach (LayerPlan layer in plan.Layers)
        {
            row.Add(Region(layer.ActivationOffset, layer.Stride));
            if (layer.KeepsPreactivation)
            {
                row.Add(Region(layer.PreactivationOffset, layer.Stride));
            }
            else
            {
                Assert.Equal(layer.ActivationOffset, layer.PreactivationOffset);
            }
        }

        AssertApart(row, workspace.ForwardFloats);
        AssertApart(plan.Layers.Select(static l => Region(l.DeltaOffset, l.Stride)).ToList(), workspace.RowFloats, workspace.ForwardFloats);

        Assert.True((long)workspace.RowFloats * workspace.BlockRows <= workspace.BlockFloats);
        AssertApart(
            plan.Layers.Where(static l => l.TransposedOffset >= 0).Select(static l => Region(l.TransposedOffset, (long)l.Neurons * l.InputStride)).ToList(),
            workspace.TransposedFloats);
        Assert.Equal(topology.LayerCount - 1, plan.Layers.Count(static l => l.TransposedOffset >= 0));
        Assert.All(plan.Layers, static l => Assert.True(l.TransposedOffset == -1 || l.TransposedOffset % CacheLine == 0));
        Assert.InRange(workspace.BlockRows, 1, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void TheStackIsNotOverdrawn(Topology topology)
    {
        WorkspacePlan workspace = Plan(topology).Workspace;

        Assert.InRange(workspace.StackRows, 0, int.MaxValue);
        Assert.True(workspace.StackRows == 0 || (((long)workspace.StackRows * workspace.ForwardFloats) + CacheLine) * sizeof(float) <= Limits.StackBytes);
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void ChainsCoverTheInputs(Topology topology)
    {
        foreach (LayerPlan layer in Plan(topology).Layers)
        {
            Assert.InRange(layer.Chains, 1, layer.Inputs);
            Assert.Equal(layer.Inputs, ((layer.Chains - 1) * layer.ChainLength) + layer.LastChainLength);
            Assert.InRange(layer.LastChainLength, layer.ChainLength, (2 * layer.ChainLength) - 1 + layer.Chains);
        }
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void KernelsCoverEveryColumnAndRowOnce(Topology topology)
    {
        NetworkPlan plan = Plan(topology);
        Assert.Equal(new[] { 16, 8, 4, 1 }, plan.Widths.Select(static w => w.Lanes));
        foreach (WidthPlan width in plan.Widths)
        {
            foreach (LayerKernels kernels in width.Layers)
            {
                LayerPlan layer = plan.Layers[kernels.Layer - 1];
                AssertColumns(kernels.Lanes, kernels.Columns, layer.Neurons, layer.Stride);
                Assert.True(kernels.Lanes <= width.Lanes);
                AssertProduct(kernels.Forward, kernels.Lanes, kernels.Columns);
                AssertProduct(kernels.WeightGradient, kernels.Lanes, kernels.Columns);
                AssertRowPanels(kernels.ForwardRow.Panels, kernels.Columns);
                AssertRowPanels(kernels.Update.Panels, kernels.Columns);
                Assert.Equal(layer.Inputs, kernels.Forward.Terms);
                Assert.Equal(layer.Index == 1, kernels.InputDelta is null);
                if (kernels.InputDelta is ProductPlan delta)
                {
                    LayerPlan before = plan.Layers[layer.Index - 2];
                    int columns = delta.Panels[delta.Panels.Count - 1].EndColumn;
                    int lanes = Math.Min(width.Lanes, before.Stride);
                    AssertColumns(lanes, columns, before.Neurons, before.Stride);
                    AssertProduct(delta, lanes, columns);
                    Assert.Equal(layer.Neurons, delta.Terms);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void SumsRunInOneOrderAtEveryWidth(Topology topology)
    {
        NetworkPlan plan = Plan(topology);
        IEnumerable<string> orders = plan.Widths.Select(static width => string.Join("; ", width.Layers.Select(static k =>
            $"{k.Forward.Terms} {k.Forward.Start} {k.Forward.TermsOfBlock}, {k.WeightGradient.Terms} {k.WeightGradient.Start} {k.WeightGradient.TermsOfBlock}, {k.InputDelta?.Terms} {k.InputDelta?.Start} {k.InputDelta?.TermsOfBlock}")));

        Assert.Single(orders.Distinct());
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void TheSameTopologyHasTheSamePlan(Topology topology)
    {
        Assert.Equal(Plan(topology), Plan(topology));
        Assert.Equal(Plan(topology).GetHashCode(), Plan(topology).GetHashCode());
        Assert.Equal(Plan(topology).ToString(), Plan(topology).ToString());
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void MarksOfInputsLieBehindTheRowTheyBelongTo(Topology topology)
    {
        NetworkPlan dense = Plan(topology);
        NetworkPlan sparse = Plan(topology, sparseInputs: true);
        WorkspacePlan workspace = sparse.Workspace;

        Assert.All(dense.Layers, static l => Assert.Null(l.Marks));
        Assert.All(sparse.Layers.Skip(1), static l => Assert.Null(l.Marks));
        if (sparse.Layers[0].Marks is MarksPlan marks)
        {
            // A bit each, and a word of 64 can be read at every byte of them.
            int bytes = ((topology.InputSize / marks.InputsPerMark) + 7) / 8;
            int end = marks.Offset + ((bytes + 7 + 3) / 4);
            Assert.True(marks.Offset >= workspace.RowFloats);
            Assert.True(end <= workspace.BlockFloats);
            Assert.True(workspace.StackRowFloats == 0 || end <= workspace.StackRowFloats);
            Assert.All(sparse.Widths, static w => Assert.All(w.Layers, k => Assert.Equal(k.Layer == 1, k.SparseRow is not null)));
            foreach (LayerKernels kernels in sparse.Widths.Select(static w => w.Layers[0]))
            {
                AssertRowPanels(kernels.SparseRow!.Forward, kernels.Columns);
                AssertRowPanels(kernels.SparseRow!.Update, kernels.Columns);
            }
        }
        else
        {
            Assert.Equal(dense.Workspace, workspace);
            Assert.True(topology.InputSize * (topology.Sizes[1] + CacheLine) < 4096);
        }

        Assert.Equal(dense.Layers.Select(static l => (l.Chains, l.WeightOffset)), sparse.Layers.Select(static l => (l.Chains, l.WeightOffset)));
        Assert.True((workspace.StackRowFloats + CacheLine) * sizeof(float) <= Limits.StackBytes);
    }

    [Theory]
    [InlineData(784, 16, 2)]
    [InlineData(784, 128, 1)]
    [InlineData(785, 16, 1)]
    [InlineData(1002, 16, 1)]
    [InlineData(63, 16, 0)]
    [InlineData(128, 16, 2)]
    public void OneMarkStandsForSoManyInputs(int inputs, int neurons, int expected)
        => Assert.Equal(expected, Plan(Uniform(inputs, neurons, 3), sparseInputs: true).Layers[0].Marks?.InputsPerMark ?? 0);

    /// <summary>Each read starts at a byte, so that its marks lie behind the shift, in one word, and each mark is read once.</summary>
    [Theory]
    [InlineData(128, 16)]
    [InlineData(784, 16)]
    [InlineData(784, 128)]
    [InlineData(785, 16)]
    [InlineData(999, 33)]
    [InlineData(1002, 16)]
    [InlineData(130, 301)]
    [InlineData(512, 8)]
    [InlineData(504, 8)]
    [InlineData(516, 8)]
    public void EveryMarkIsWalkedOnce(int inputs, int neurons)
    {
        LayerPlan layer = Plan(Uniform(inputs, neurons, 3), sparseInputs: true).Layers[0];
        MarksPlan marks = layer.Marks!;
        int[] all = Enumerable.Range(0, inputs / marks.InputsPerMark).ToArray();

        Assert.Equal(layer.Chains, marks.Blocks.Count);
        Assert.Equal(all, marks.Blocks.SelectMany(MarksOf));
        Assert.Equal(all, MarksOf(marks.Row));
        for (int block = 0; block < layer.Chains; block++)
        {
            Assert.Equal(block * (inputs / layer.Chains), marks.Blocks[block].First * marks.InputsPerMark);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(128, 2)]
    [InlineData(300, 5)]
    public void MethodsOfAPassNameEveryLayerOnce(int layers, int methods)
    {
        NetworkPlan plan = Plan(Uniform(Enumerable.Repeat(5, layers + 1).ToArray()));

        Assert.Equal(methods, plan.MethodsOf(plan.Layers).Count);
        Assert.Equal(plan.Layers, plan.MethodsOf(plan.Layers).SelectMany(static method => method));
        Assert.Equal(plan.Layers.Reverse(), plan.MethodsOf(plan.Layers.Reverse()).SelectMany(static method => method));
        Assert.Empty(Assert.Single(plan.MethodsOf([])));
    }

    [Theory]
    [MemberData(nameof(Plans), DisableDiscoveryEnumeration = true)]
    public void SumsInRegistersHaveTheSameLanesAtEveryWidth(Topology topology)
    {
        NetworkPlan plan = Plan(topology);
        foreach (WidthPlan width in plan.Widths.Where(static w => w.Registers is not null))
        {
            Assert.Equal(Math.Min(16, plan.LastLayer.Stride), LanesOf(plan.LastLayer) * width.Registers!.CostVectors);
            Assert.Equal(Enumerable.Range(2, plan.Layers.Count - 1), width.Registers.Deltas.Select(static d => d.Layer));
            foreach (RegisterDeltaPlan delta in width.Registers.Deltas)
            {
                LayerPlan layer = plan.Layers[delta.Layer - 1];
                Assert.Equal(layer.Neurons == 1, delta.IsColumn);
                Assert.Equal(layer.Neurons == 1 ? 1 : Math.Min(16, layer.Stride), delta.Terms);
                Assert.Equal(delta.Terms, layer.Neurons == 1 ? 1 : LanesOf(layer) * delta.TermVectors);
            }

            int LanesOf(LayerPlan layer) => width.Layers[layer.Index - 1].Lanes;
        }
    }

    [Theory]
    [InlineData(100, 784, "48/16 crosswise")]
    [InlineData(10, 128, "32/16 crosswise")]
    [InlineData(12, 16, "16 crosswise")]
    [InlineData(13, 128, "24/8/2/1")]
    [InlineData(16, 128, "24/8/2/1")]
    [InlineData(10, 15, "8/2/1")]
    public void ColumnsThatLeaveLanesEmptyGoCrosswiseInTheWeightGradient(int neurons, int inputs, string tiles)
        => Assert.StartsWith(tiles, TilesOf(Plan(Uniform(inputs, neurons, 1)).Widths[0].Layers[0].WeightGradient), StringComparison.Ordinal);

    [Fact]
    public void NoTileOfAWeightGradientIsTallerThanAStrip()
    {
        for (int inputs = 1; inputs <= 60; inputs++)
        {
            foreach (int neurons in new[] { 1, 4, 5, 8, 10, 16, 20, 31, 33, 48, 100, 512 })
            {
                NetworkPlan plan = Plan(Uniform(inputs, neurons, 1));
                Assert.All(
                    plan.Widths.SelectMany(static width => width.Layers[0].WeightGradient.Panels).SelectMany(static panel => panel.Tiles),
                    tile => Assert.InRange(tile.Rows, 1, plan.Layers[0].StripInputs));
            }
        }
    }

    [Theory]
    [InlineData(100, 784, "32/12/4 packed, 2/1")]
    [InlineData(4, 32, "32/12/4 packed, 2/1")]
    [InlineData(4, 30, "24/8/2/1")]
    [InlineData(5, 32, "24/8/2/1")]
    [InlineData(4, 784, "24/8/2/1")]
    public void FourColumnsOfWholeTermsArePackedInTheForwardPass(int neurons, int inputs, string tiles)
        => Assert.StartsWith(tiles, TilesOf(Plan(Uniform(inputs, neurons, 1)).Widths[0].Layers[0].Forward), StringComparison.Ordinal);

    [Fact]
    public void HiddenLayersAreDroppedAndTheOutputsAreNot()
    {
        NetworkPlan plan = Plan(Uniform(784, 128, 100, 60, 10), dropout: 0.2f);
        NetworkPlan plain = Plan(Uniform(784, 128, 100, 60, 10));

        Assert.Equal([0, 128, 228], plan.Layers.Take(3).Select(static l => l.Dropout!.FirstNeuron));
        Assert.Null(plan.LastLayer.Dropout);
        Assert.True(plan.HasDropout);
        Assert.False(plain.HasDropout);

        // The slopes lie behind all that there is without them, and beside each other.
        Assert.Equal([plain.Workspace.RowFloats, plain.Workspace.RowFloats + 128, plain.Workspace.RowFloats + 240], plan.Layers.Take(3).Select(static l => l.Dropout!.SlopeOffset));
        Assert.Equal(plain.Workspace.RowFloats + 304, plan.Workspace.RowFloats);
        Assert.Equal(plain.Workspace.ForwardFloats, plan.Workspace.ForwardFloats);
        Assert.Equal(plain.Layers, plan.Layers.Select(static l => l with { Dropout = null }));
        Assert.True(plan.Workspace.BlockFloats >= plan.Workspace.RowFloats * plan.Workspace.BlockRows);
    }

    [Fact]
    public void ATinyNetworkWithDropoutLeavesTheRegisters()
    {
        Assert.True(Plan(Uniform(2, 3, 1)).RunsInRegisters);
        Assert.False(Plan(Uniform(2, 3, 1), dropout: 0.5f).RunsInRegisters);
    }

    [Fact]
    public void ASingleLayerHasNothingToDrop() => Assert.Equal(Plan(Uniform(5, 3)).ToString(), Plan(Uniform(5, 3), dropout: 0.5f).ToString());

    [Fact]
    public void APlanPrintsItself()
    {
        string[] plans =
        {
            Plan(Uniform(2, 3, 1)).ToString(),
            Plan(Uniform(784, 16, 10)).ToString(),
            Plan(Uniform(784, 16, 10), sparseInputs: true).ToString(),
            Plan(new Topology([100, 33, 17, 5], [Activation.Gelu, Activation.Relu, Activation.Softmax], Loss.CrossEntropy, Reduction.Sum, Bias: false)).ToString(),
            Plan(Uniform(784, 128, 64, 10), dropout: 0.2f).ToString(),
        };

        Baseline.Verify("plans", string.Join('\n', plans), "txt");
    }

    private static Topology Uniform(params int[] sizes)
        => new(sizes, Enumerable.Repeat(Activation.Sigmoid, sizes.Length - 1).ToArray(), Loss.SquaredError, Reduction.Mean, Bias: true);

    private static NetworkPlan Plan(Topology topology, bool sparseInputs = false, float dropout = 0)
        => NetworkPlanner.Plan(new NetworkSpec(new TypeSpec("A", default, "Net", string.Empty, "A.Net.g.cs", false), RandomTopologies.Specify(topology), sparseInputs, InitializerKind.Default, dropout));

    /// <summary>A row of vectors of any width that a layer uses never reaches into the next row.</summary>
    private static void AssertStride(LayerPlan layer)
    {
        Assert.InRange(layer.Stride, layer.Neurons, layer.Neurons + CacheLine - 1);
        Assert.True(layer.Stride is 4 or 8 || layer.Stride % CacheLine == 0);
    }

    /// <summary>Neighbouring layers write to different regions, each of which has room for the wider.</summary>
    private static void AssertColumns(int lanes, int columns, int neurons, int stride)
    {
        Assert.Equal(0, columns % lanes);
        Assert.InRange(columns, neurons, neurons + lanes - 1);
        Assert.True(columns <= stride);
    }

    /// <summary>The tiles of a product's last columns.</summary>
    private static string TilesOf(ProductPlan product) => PanelPlan.TextOf(product.Panels[^1].Tiles);

    private static void AssertProduct(ProductPlan product, int lanes, int columns)
    {
        int column = 0;
        foreach (PanelPlan panel in product.Panels)
        {
            Assert.Equal(column, panel.FirstColumn);
            Assert.True(panel.EndColumn > column);
            Assert.Equal(0, (panel.EndColumn - column) % panel.Width);
            Assert.Equal(lanes, panel.Lanes);
            column = panel.EndColumn;
            Assert.InRange(panel.FilledColumns, 1, panel.EndColumn - panel.FirstColumn);
            AssertTiles(panel.Tiles);
        }

        Assert.Equal(columns, column);
    }

    /// <summary>
    /// What is left over by taller tiles is taken by the last ones, one row at a time; and a tile that needs some terms has others behind
    /// it for any.
    /// </summary>
    private static void AssertTiles(EquatableArray<TilePlan> tiles)
    {
        Assert.Equal(1, tiles[tiles.Count - 1].Rows);
        Assert.Equal(0, tiles[tiles.Count - 1].FewestTerms);
        foreach (IGrouping<TileKind, TilePlan> kind in tiles.GroupBy(static tile => tile.Kind))
        {
            int[] heights = [.. kind.Select(static tile => tile.Rows)];
            Assert.All(kind, static tile => Assert.Equal(0, tile.Rows % tile.RowsOfVector));
            Assert.All(heights, static height => Assert.InRange(height, 1, int.MaxValue));
            Assert.Equal(heights.Distinct().OrderDescending(), heights);
        }
    }

    private static void AssertRowPanels(EquatableArray<RowPanelPlan> panels, int columns)
    {
        int column = 0;
        foreach (RowPanelPlan panel in panels)
        {
            Assert.Equal(column, panel.FirstColumn);
            Assert.True(panel.EndColumn > column);
            Assert.Equal(0, (panel.EndColumn - column) % panel.Width);
            column = panel.EndColumn;
        }

        Assert.Equal(columns, column);
    }

    /// <summary>The marks that a walk reads, in its order.</summary>
    private static IEnumerable<int> MarksOf(MarkWalkPlan walk)
    {
        List<int> marks = new();
        for (int turn = 0; turn < walk.Turns; turn++)
        {
            Read(walk.First + (turn * walk.MarksOfTurn), walk.MarksOfTurn);
        }

        Read(walk.LoopEnd, walk.Rest);
        return marks;

        void Read(int first, int count)
        {
            Assert.Equal(first, (first / 8 * 8) + walk.Shift);
            Assert.InRange(walk.Shift + count, 0, 64);
            marks.AddRange(Enumerable.Range(first, count));
        }
    }

    private static (long First, long End) Region(long first, long length) => (first, first + length);

    private static void AssertApart(List<(long First, long End)> regions, long length, long start = 0)
    {
        long end = start;
        foreach ((long first, long regionEnd) in regions.Order())
        {
            Assert.True(first >= end, $"A region at {first} overlaps the one that ends at {end}.");
            end = regionEnd;
        }

        Assert.True(end <= length, $"A region ends at {end}, behind the {length} that there are.");
    }
}
