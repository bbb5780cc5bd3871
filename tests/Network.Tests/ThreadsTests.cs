using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// Threads do not show in any bit, allocate nothing, and leave a network as it was when a call fails. Most tests set the work that threads
/// are woken for to nothing: small networks have the same paths.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class ThreadsTests
{
    private const int Always = 0;

    // Fewer rows than threads, one more or less than tiles and blocks, several blocks in a share.
    private static readonly int[] RowCounts = [2, 3, 13, 127, 129, 500, 1000];

    private static readonly int[] ThreadCounts = [1, 2, 3, 7];

    public static TheoryData<Type> Networks => new(
        typeof(ManyStripsNet),
        typeof(MediumNet),
        typeof(PaddedNet),
        typeof(OddNet),
        typeof(NoBiasNet),
        typeof(SoftmaxNet),
        typeof(LogisticNet),
        typeof(TanhNet),
        typeof(DropoutNet),
        typeof(SparseDropoutNet),
        typeof(OneNet));

    [Theory]
    [MemberData(nameof(Networks))]
    public void NoNumberOfThreadsShowsInAnyVerb(Type type)
    {
        int[][] expected = [.. RowCounts.Select(rows => BitsOfEveryVerb(type, rows, null))];
        foreach (int count in ThreadCounts)
        {
            using TrainingThreads threads = new(count) { LeastWork = Always, LeastShareRows = Always };
            for (int i = 0; i < RowCounts.Length; i++)
            {
                int runs = threads.Runs;
                Assert.Equal(expected[i], BitsOfEveryVerb(type, RowCounts[i], threads));
                Assert.True(count == 1 || threads.Runs > runs + 8, $"{threads.Runs - runs} runs on {count} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void NoNumberOfThreadsShowsInTraining(Type type)
    {
        for (int rule = 0; rule < Rules().Length; rule++)
        {
            int[] expected = BitsOfTraining(type, Rules()[rule], null);
            foreach (int count in ThreadCounts)
            {
                using TrainingThreads threads = new(count) { LeastWork = Always, LeastShareRows = Always };
                Assert.Equal(expected, BitsOfTraining(type, Rules()[rule], threads));
                Assert.True(count == 1 || threads.Runs >= 2 * RowCounts.Length, $"{threads.Runs} runs on {count} threads");
            }
        }
    }

    /// <summary>More rows than the shares of all threads hold: the gradient is a sum over several rounds.</summary>
    [Theory]
    [InlineData(typeof(TanhNet), 5000)]
    [InlineData(typeof(WideNet), 700)]
    [InlineData(typeof(ManyStripsNet), 2500)]
    public void NoNumberOfThreadsShowsInSeveralRounds(Type type, int rows)
    {
        int[] expected = BitsOfEveryVerb(type, rows, null);
        foreach (int count in new[] { 2, 3 })
        {
            using TrainingThreads threads = new(count) { LeastWork = Always, LeastShareRows = Always };
            Assert.Equal(expected, BitsOfEveryVerb(type, rows, threads));
        }
    }

    [Fact]
    public void ALargeCallUsesTheThreadsAndASmallOneDoesNot()
    {
        using TrainingThreads threads = new(2);
        Subject large = Subject.Randomized(typeof(ManyStripsNet), 1);
        Subject small = Subject.Randomized(typeof(SmallNet), 2);
        large.Network.Threads = threads;
        small.Network.Threads = threads;

        small.Network.Train(small.Inputs(3, 100), small.Targets(4, 100), new Sgd(0.1f));
        large.Network.Train(large.Inputs(5, 1), large.Targets(6, 1), new Sgd(0.1f));
        large.Network.Train(large.Inputs(5, 15), large.Targets(6, 15), new Sgd(0.1f));
        Assert.Equal(0, threads.Runs);

        large.Network.Train(large.Inputs(5, 128), large.Targets(6, 128), new Sgd(0.1f));
        Assert.Equal(1, threads.Runs);
    }

    [Fact]
    public void ThreadsCanBeTakenAwayAndChanged()
    {
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        Assert.Null(subject.Network.Threads);
        int[] expected = BitsOfTraining(typeof(TanhNet), new Adam(), null);
        using TrainingThreads two = new(2) { LeastWork = Always, LeastShareRows = Always };
        using TrainingThreads three = new(3) { LeastWork = Always, LeastShareRows = Always };
        INetwork network = Subject.Of(typeof(TanhNet)).Network;
        foreach (TrainingThreads? threads in new[] { three, two, null, two })
        {
            network.Threads = threads;
            Assert.Same(threads, network.Threads);
            Assert.Equal(expected, BitsOfTraining(network, new Adam()));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void CallsAllocateNothingOnAnyThread(int count)
    {
        using TrainingThreads threads = new(count) { LeastWork = Always, LeastShareRows = Always };
        Subject subject = Subject.Randomized(typeof(SmallNet), 1);
        INetwork network = subject.Network;
        float[] inputs = subject.Inputs(2, 100);
        float[] targets = subject.Targets(3, 100);
        int[] labels = subject.Labels(4, 100);
        float[] outputs = new float[targets.Length];
        float[] dx = new float[inputs.Length];
        Optimizer[] rules = Rules();

        void Step()
        {
            foreach (Optimizer rule in rules)
            {
                network.Train(inputs, targets, rule);
                network.Train(inputs, labels, rule);
            }

            network.Forward(inputs, outputs);
            network.Cost(inputs, targets);
            network.Backward(inputs, labels, dx);
            network.BackwardFromOutput(inputs, targets);
        }

        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 3000; i++)
        {
            Step();
        }

        // A collection would count as allocated what this thread had reserved; ProcessAllocationTests measures all threads.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);
    }

    [Fact]
    public void AnOptimizersExceptionReachesTheCallerAndTheNetworkGoesOn()
    {
        using TrainingThreads threads = new(3) { LeastWork = Always, LeastShareRows = Always };
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        subject.Network.Threads = threads;
        float[] before = subject.Parameters;
        float[] inputs = subject.Inputs(2, 100);
        float[] targets = subject.Targets(3, 100);

        Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => subject.Network.Train(inputs, targets, new Refusing())).Message);
        Bits.Same(before, subject.Parameters);

        Subject other = Subject.Randomized(typeof(TanhNet), 1);
        Assert.Equal(other.Network.Train(inputs, targets, new Adam()), subject.Network.Train(inputs, targets, new Adam()));
        Bits.Same(other.Parameters, subject.Parameters);
    }

    [Fact]
    public void DisposedThreadsThrowAndNothingChanges()
    {
        TrainingThreads threads = new(2) { LeastWork = Always, LeastShareRows = Always };
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        Subject other = Subject.Randomized(typeof(TanhNet), 1);
        INetwork network = subject.Network;
        network.Threads = threads;
        threads.Dispose();
        float[] before = subject.Parameters;
        float[] inputs = subject.Inputs(2, 100);
        float[] targets = subject.Targets(3, 100);
        Adam adam = new();

        Assert.Throws<ObjectDisposedException>(() => network.Train(inputs, targets, adam));
        Assert.Throws<ObjectDisposedException>(() => network.Backward(inputs, targets));
        Assert.Throws<ObjectDisposedException>(() => network.Cost(inputs, targets));
        Assert.Throws<ObjectDisposedException>(() => subject.Forward(inputs));
        Bits.Same(before, subject.Parameters);
        Assert.All(subject.Gradients, static value => Assert.Equal(0f, value));

        // Not a step of Adam's is counted.
        network.Threads = null;
        network.Train(inputs, targets, adam);
        other.Network.Train(inputs, targets, new Adam());
        Bits.Same(other.Parameters, subject.Parameters);
    }

    [Fact]
    public void BadArgumentsLeaveAllUnchanged()
    {
        using TrainingThreads threads = new(2) { LeastWork = Always, LeastShareRows = Always };
        Subject subject = Subject.Randomized(typeof(TanhNet), 1);
        subject.Network.Threads = threads;
        float[] before = subject.Parameters;
        float[] inputs = subject.Inputs(2, 100);
        float[] targets = subject.Targets(3, 99);
        int[] labels = subject.Labels(4, 100);
        labels[99] = subject.Network.OutputSize;

        Assert.Throws<ArgumentException>(() => subject.Network.Train(inputs, targets, new Sgd(0.1f)));
        Assert.Throws<ArgumentException>(() => subject.Network.Train(inputs, labels, new Sgd(0.1f)));
        Assert.Throws<ArgumentException>(() => subject.Network.Backward(inputs, labels));
        Assert.Throws<ArgumentException>(() => subject.Network.Forward(inputs, targets));
        Assert.Throws<ArgumentNullException>(() => subject.Network.Train(inputs, subject.Targets(3, 100), null!));
        Assert.Equal(0, threads.Runs);
        Bits.Same(before, subject.Parameters);
        Assert.All(subject.Gradients, static value => Assert.Equal(0f, value));
    }

    /// <summary>One of them finds the threads at work again and again, and goes on alone.</summary>
    [Fact]
    public void TwoNetworksOnTwoThreadsShareThem()
    {
        using TrainingThreads threads = new(2) { LeastWork = Always, LeastShareRows = Always };
        int[] expected = BitsOfTraining(typeof(TanhNet), new Adam(), null);
        List<Exception> failures = [];
        Thread[] callers = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            try
            {
                for (int turn = 0; turn < 20; turn++)
                {
                    Assert.Equal(expected, BitsOfTraining(typeof(TanhNet), new Adam(), threads));
                }
            }
            catch (Exception exception)
            {
                lock (failures)
                {
                    failures.Add(exception);
                }
            }
        }))];
        Array.ForEach(callers, static caller => caller.Start());
        Array.ForEach(callers, static caller => caller.Join());

        Assert.Empty(failures);
        Assert.True(threads.Runs > 0);
    }

    private static Optimizer[] Rules()
        => [new Sgd(0.01f), new Sgd(0.01f, 0.9f), new Sgd(0.01f, 0.9f, nesterov: true), new Adam(), new Halving(), .. ConditionedTrainingTests.Rules()];

    private static int[] BitsOfEveryVerb(Type type, int rows, TrainingThreads? threads)
    {
        Subject subject = Subject.Randomized(type, 1);
        INetwork network = subject.Network;
        network.Threads = threads;
        float[] inputs = subject.Inputs(2, rows);
        float[] targets = subject.Targets(3, rows);
        int[] labels = subject.Labels(4, rows);
        float[] dx = new float[3 * inputs.Length];
        float[] outputs = subject.Forward(inputs);
        float[] costs =
        [
            network.Cost(inputs, targets),
            network.Cost(inputs, labels),
            network.Backward(inputs, targets),
            network.Backward(inputs, labels),
            network.Backward(inputs, targets, dx.AsSpan(0, inputs.Length)),
            network.Backward(inputs, labels, dx.AsSpan(inputs.Length, inputs.Length)),
        ];
        network.BackwardFromOutput(inputs, targets);
        network.BackwardFromOutput(inputs, targets, dx.AsSpan(2 * inputs.Length));
        return [.. Bits.Of(outputs), .. Bits.Of(costs), .. Bits.Of(dx), .. Bits.Of(subject.Gradients)];
    }

    private static int[] BitsOfTraining(Type type, Optimizer rule, TrainingThreads? threads)
    {
        INetwork network = Subject.Of(type).Network;
        network.Threads = threads;
        return BitsOfTraining(network, rule);
    }

    private static int[] BitsOfTraining(INetwork network, Optimizer rule)
    {
        Subject subject = Subject.Of(network);
        network.LoadParameters(Samples.Uniform(1, network.ParameterCount, -0.5f, 0.5f));
        List<float> costs = [];
        foreach (int rows in RowCounts)
        {
            costs.Add(network.Train(subject.Inputs(rows, rows), subject.Targets(rows + 1, rows), rule));
            costs.Add(network.Train(subject.Inputs(rows, rows), subject.Labels(rows + 2, rows), rule));
        }

        return [.. Bits.Of(costs.ToArray()), .. Bits.Of(subject.Parameters)];
    }

    /// <summary>A rule of the user's, which wants the whole gradient at once.</summary>
    private sealed class Halving() : Optimizer(0.02f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= LearningRate * gradients[i] * 0.5f;
            }
        }
    }

    private sealed class Refusing() : Optimizer(0.1f)
    {
        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state)
            => throw new InvalidOperationException("no");
    }
}
