using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using Backprop.Memory;
using Xunit;

namespace Backprop.Network.Tests;

/// <summary>
/// The outputs of a row have the same bits alone and in any batch, at any place in it, and on any number of threads at once.
/// </summary>
public sealed class RowIndependenceTests
{
    private const int Rows = 100;

    /// <summary>Every way to be left over from tiles and blocks of rows, and batches of two blocks and more, at and beside their edges.</summary>
    private static readonly int[] BatchSizes = [.. Enumerable.Range(1, 130), 143, 144, 145, 191, 192, 193, 255, 256, 257, 289];

    /// <summary>
    /// Layers of one neuron, narrower than a vector, of one, two, three, seven and nineteen vectors, whole and not; one layer and several;
    /// with and without biases; every kind of output.
    /// </summary>
    public static TheoryData<Type> Networks => new(
        typeof(DigitNet),
        typeof(HalfQuadraticNet),
        typeof(OddNet),
        typeof(TanhNet),
        typeof(SoftmaxNet),
        typeof(NoBiasNet),
        typeof(OneNet),
        typeof(XorNet),
        typeof(PaddedNet),
        typeof(LogisticNet),
        typeof(SmallSumNet),
        typeof(MediumNet),
        typeof(WideNet));

    /// <summary>All but <see cref="WideNet"/>: its rows do not fit on the stack, and it would wait for the workspace for ever.</summary>
    public static TheoryData<Type> NetworksOfSmallRows => new(
        ((IEnumerable<object[]>)Networks).Select(static row => (Type)row[0]).Where(static network => network != typeof(WideNet)));

    [Theory]
    [MemberData(nameof(Networks))]
    public void ARowHasTheSameBitsAtEveryPlaceOfEveryBatch(Type network)
    {
        Subject subject = Subject.Randomized(network, 1);
        float[] inputs = subject.Inputs(2, Rows);
        int[] alone = RowByRow(subject, inputs);

        foreach (int batch in new[] { 2, 7, 33, 100 })
        {
            // Turned round by one row each time: every row of the batch passes through every place.
            for (int shift = 0; shift < batch; shift++)
            {
                int[] rows = Enumerable.Range(0, batch).Select(place => (place + shift) % batch).ToArray();
                BatchHasTheBitsOfItsRows(subject, inputs, rows, alone);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ARowHasTheSameBitsInBatchesOfEverySize(Type network)
    {
        Subject subject = Subject.Randomized(network, 9);
        float[] inputs = subject.Inputs(10, BatchSizes.Max());
        int[] alone = RowByRow(subject, inputs);

        foreach (int batch in BatchSizes)
        {
            BatchHasTheBitsOfItsRows(subject, inputs, Enumerable.Range(0, batch).ToArray(), alone);
        }
    }

    [Theory]
    [MemberData(nameof(EveryActivationTests.Networks), MemberType = typeof(EveryActivationTests))]
    public void ARowHasTheSameBitsInEveryBatchWithEveryActivation(Type network) => ARowHasTheSameBitsInBatchesOfEverySize(network);

    [Theory]
    [MemberData(nameof(Networks))]
    public void ARowHasTheSameBitsBesideRowsThatAreNotNumbers(Type network)
    {
        Subject subject = Subject.Randomized(network, 3);
        int size = subject.Network.InputSize;
        int outputSize = subject.Network.OutputSize;
        float[] inputs = subject.Inputs(4, Rows);
        int[] alone = RowByRow(subject, inputs);

        float[] poisoned = Enumerable.Repeat(float.NaN, 33 * size).ToArray();
        for (int place = 0; place < 33; place += 4)
        {
            inputs.AsSpan(place * size, size).CopyTo(poisoned.AsSpan(place * size));
        }

        float[] outputs = subject.Forward(poisoned);

        for (int place = 0; place < 33; place += 4)
        {
            Assert.Equal(alone.AsSpan(place * outputSize, outputSize).ToArray(), Bits.Of(outputs.AsSpan(place * outputSize, outputSize)));
        }
    }

    /// <summary>While another call has the workspace, a forward pass takes the stack: other code, and blocks of other sizes.</summary>
    [Theory]
    [MemberData(nameof(NetworksOfSmallRows))]
    public void ARowHasTheSameBitsOnTheStack(Type network)
    {
        Subject subject = Subject.Randomized(network, 7);
        float[] inputs = subject.Inputs(8, Rows);
        int[] alone = RowByRow(subject, inputs);
        Workspace workspace = WorkspaceOf(subject.Network);

        Assert.True(workspace.TryEnter());
        try
        {
            foreach (int batch in new[] { 1, 2, 13, 100 })
            {
                BatchHasTheBitsOfItsRows(subject, inputs, Enumerable.Range(Rows - batch, batch).ToArray(), alone);
            }

            Assert.False(workspace.TryEnter());
        }
        finally
        {
            workspace.Exit();
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void FourThreadsAtOnceGetTheSameBits(Type network)
    {
        Subject subject = Subject.Randomized(network, 5);
        float[] inputs = subject.Inputs(6, Rows);
        int[] alone = RowByRow(subject, inputs);
        var failures = new Exception?[4];
        using var start = new Barrier(4);

        Thread[] threads = Enumerable.Range(0, 4).Select(index => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                for (int turn = 0; turn < 40; turn++)
                {
                    int batch = 1 + (((turn * 17) + (index * 29)) % Rows);
                    int shift = (turn * 13) + (index * 31);
                    int[] rows = Enumerable.Range(0, batch).Select(place => (place + shift) % Rows).ToArray();
                    BatchHasTheBitsOfItsRows(subject, inputs, rows, alone);
                }
            }
            catch (Exception exception)
            {
                // An exception that leaves a thread ends the process, and the other tests with it.
                failures[index] = exception;
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(failures, Assert.Null);
    }

    private static Workspace WorkspaceOf(INetwork network)
    {
        object core = Field(network, "_backprop");
        return (Workspace)Field(core, "_workspace");

        // The core of a network without dropout has its fields in a base class.
        static object Field(object owner, string name)
        {
            Type type = owner.GetType();
            while (type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic) is null)
            {
                type = type.BaseType!;
            }

            return type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(owner)!;
        }
    }

    private static int[] RowByRow(Subject subject, float[] inputs) =>
        inputs.Chunk(subject.Network.InputSize).SelectMany(row => Bits.Of(subject.Forward(row))).ToArray();

    private static void BatchHasTheBitsOfItsRows(Subject subject, float[] inputs, int[] rows, int[] alone)
    {
        int size = subject.Network.InputSize;
        int outputSize = subject.Network.OutputSize;
        float[] batch = rows.SelectMany(row => inputs.AsSpan(row * size, size).ToArray()).ToArray();
        int[] expected = rows.SelectMany(row => alone.AsSpan(row * outputSize, outputSize).ToArray()).ToArray();

        Assert.Equal(expected, Bits.Of(subject.Forward(batch)));
    }
}
