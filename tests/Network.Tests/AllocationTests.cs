using System;
using Xunit;
using Xunit.Sdk;

namespace Backprop.Network.Tests;

/// <summary>
/// Nothing allocates after the constructor, for any number of rows, on the thread that calls. <see cref="ProcessAllocationTests"/>
/// measures the whole process.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    private const int Steps = 10_000;
    private const int Attempts = 10;

    private static object? sink;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void TrainingAllocatesNothing(int rows)
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 1);
        var network = (SmallNet)subject.Network;
        float[] inputs = subject.Inputs(2, rows);
        float[] targets = subject.Targets(3, rows);
        int[] labels = subject.Labels(4, rows);

        foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.01f), new Sgd(0.01f, 0.9f), new Sgd(0.01f, 0.9f, true), new Adam() })
        {
            AllocatesNothing(() => network.Train(inputs, targets, optimizer));
            AllocatesNothing(() => network.Train(inputs, labels, optimizer));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void ForwardCostAndBackwardAllocateNothing(int rows)
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 5);
        var network = (SmallNet)subject.Network;
        float[] inputs = subject.Inputs(6, rows);
        float[] targets = subject.Targets(7, rows);
        int[] labels = subject.Labels(8, rows);
        var outputs = new float[targets.Length];
        var inputGradients = new float[inputs.Length];

        AllocatesNothing(() => network.Forward(inputs, outputs));
        AllocatesNothing(() => network.Cost(inputs, targets));
        AllocatesNothing(() => network.Cost(inputs, labels));
        AllocatesNothing(() => network.Backward(inputs, targets));
        AllocatesNothing(() => network.Backward(inputs, targets, inputGradients));
        AllocatesNothing(() => network.Backward(inputs, labels));
        AllocatesNothing(() => network.Backward(inputs, labels, inputGradients));
        AllocatesNothing(() => network.BackwardFromOutput(inputs, targets));
        AllocatesNothing(() => network.BackwardFromOutput(inputs, targets, inputGradients));
    }

    [Fact]
    public void TheOtherMembersAllocateNothing()
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 9);
        var network = (SmallNet)subject.Network;
        float[] input = subject.Inputs(10, 1);
        float[] vector = subject.Parameters;

        AllocatesNothing(() => network.Predict(input));
        AllocatesNothing(network.ZeroGradients);
        AllocatesNothing(() => network.CopyParametersTo(vector));
        AllocatesNothing(() => network.LoadParameters(vector));
        AllocatesNothing(() => network.CopyGradientsTo(vector));
        AllocatesNothing(() => network.Initialize(11));
        AllocatesNothing(() => network.Weight(1, 0, 0) += network.Bias(2, 1));
        AllocatesNothing(() => network.Parameters[0] += network.Gradients[0]);
    }

    [Fact]
    public void OperationsOnAllParametersAllocateNothing()
    {
        var network = new SmallNet();
        var a = new SmallNet(1);
        var b = new SmallNet(2);
        var random = new RandomSource(3);

        AllocatesNothing(() => network.CopyFrom(a));
        AllocatesNothing(() => network.Lerp(b, 0.01f));
        AllocatesNothing(() => network.Mutate(random, 0.5f, 0.1f));
        AllocatesNothing(() => network.CrossOver(a, b, random));
        AllocatesNothing(() => network.CrossOver(a, b, random, CrossOverUnit.Neuron));
    }

    [Fact]
    public void SkippingZeroInputsAllocatesNothing()
    {
        Subject subject = Subject.Randomized(typeof(SparseOddNet), 15);
        var network = (SparseOddNet)subject.Network;
        float[] input = Array.ConvertAll(subject.Inputs(16, 1), static x => x < 1 ? 0f : x);
        float[] targets = subject.Targets(17, 1);
        var outputs = new float[SparseOddNet.OutputSize];
        var sgd = new Sgd(0.01f);

        AllocatesNothing(() => network.Forward(input, outputs));
        AllocatesNothing(() => network.Predict(input));
        AllocatesNothing(() => network.Backward(input, targets));
        AllocatesNothing(() => network.Train(input, targets, sgd));
    }

    [Fact]
    public void EveryNumberOfRowsInTurnAllocatesNothing()
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 12);
        var network = (SmallNet)subject.Network;
        float[] inputs = subject.Inputs(13, 100);
        float[] targets = subject.Targets(14, 100);
        var adam = new Adam();
        int rows = 0;

        AllocatesNothing(() =>
        {
            rows = (rows % 100) + 1;
            network.Train(inputs.AsSpan(0, rows * SmallNet.InputSize), targets.AsSpan(0, rows * SmallNet.OutputSize), adam);
        });
    }

    [Fact]
    public void AllocationsOfOneStepInTheirThousandsWouldBeSeen()
    {
        int step = 0;
        long bytes = AllocatedBy(() =>
        {
            if (step++ == Steps / 2)
            {
                sink = new object();
            }
        });

        Assert.InRange(bytes, 16, 64);
        Assert.NotNull(sink);
    }

    [Fact]
    public void AllocationsThatForceCollectionsAreReported()
    {
        int step = 0;
        Exception? exception = Record.Exception(() => AllocatedBy(() =>
        {
            sink = new byte[100];
            if (step++ % Steps == Steps / 2)
            {
                GC.Collect(0);
            }
        }));

        Assert.Contains("bytes", Assert.IsType<XunitException>(exception).Message);
    }

    /// <summary>Demands that a step, repeated, allocates nothing on this thread.</summary>
    internal static void AllocatesNothing(Action step, int steps = Steps) => Assert.Equal(0, AllocatedBy(step, steps));

    private static long AllocatedBy(Action step, int steps = Steps)
    {
        // The first call may meet the optimizer, and runs static constructors.
        step();

        // Ends a collection in the background that an earlier test brought about: it would be felt below and counted already.
        GC.Collect();

        // A garbage collection takes back the memory that this thread had reserved and not used, and counts it as allocated: what is
        // measured across one says nothing, and is measured again. A step that allocates enough brings one about each time.
        long bytes = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int collections = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < steps; i++)
            {
                step();
            }

            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (GC.CollectionCount(0) == collections)
            {
                return bytes;
            }
        }

        throw new XunitException($"Garbage was collected during each of {Attempts} attempts; in the last, {Steps} steps allocated {bytes} bytes.");
    }
}
