using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Backprop.Memory;
using Backprop.Numerics;

namespace Backprop.Training;

/// <summary>
/// A network's call over many rows, on one thread or on several, and the memory for it.
/// </summary>
/// <remarks>
/// <para>
/// The rows are dealt in rounds: a round is a share for each thread, and a share one or more blocks. First each thread pushes its
/// blocks through the layers, forwards and backwards. Then, after a barrier, each thread takes some strips of the parameters, and sums
/// their gradients over all rows of the round, in ascending order; after the last round it updates them. So there is one gradient, and
/// no sum has an order that depends on the threads.
/// </para>
/// <para>Whoever calls has the workspace for as long as the call takes; so there is one call at a time.</para>
/// </remarks>
/// <typeparam name="TKernels">The emitted passes.</typeparam>
/// <typeparam name="TDropout">Those of a training step with dropout.</typeparam>
internal sealed unsafe class Batch<TKernels, TDropout> : IThreadedWork
    where TKernels : struct, INetworkKernels
    where TDropout : struct, IDropoutKernels
{
    // A block is a multiple of it, where it is not the last: the rows of the tallest tiles but one.
    private const uint TileRows = 12;

    private const int CacheLine = 16;

    // Blocks that fit into the first-level cache are worked through in a few microseconds, and a barrier takes some tenths of one: so a thread
    // takes as many of them in a round as this has room for, a part of the second-level cache.
    private const int ShareFloats = 64 * 1024;

    private readonly AlignedBuffer _parameters;
    private readonly Workspace _workspace;
    private readonly AlignedBuffer _transposed = new(Kernels.TransposedLength);
    private readonly GatheredRows _gathered = new(Kernels.InputSize, Kernels.OutputSize);
    private AlignedBuffer _costs;
    private AlignedBuffer _strips;
    private int[] _owners;
    private TrainingThreads? _threads;
    private Call _call;

    /// <summary>Allocates the memory for one thread.</summary>
    /// <param name="parameters">The parameters of the network.</param>
    /// <param name="workspace">The memory for one block, at first.</param>
    public Batch(AlignedBuffer parameters, Workspace workspace)
    {
        _parameters = parameters;
        _workspace = workspace;
        _costs = new AlignedBuffer(CostFloats);
        _strips = new AlignedBuffer(StripFloats);
        _owners = DealStrips(1);
    }

    private enum Verb
    {
        Forward,
        Cost,
        Walk,
    }

    /// <summary>The threads that help. To change them allocates the memory that they work in.</summary>
    public TrainingThreads? Threads
    {
        get => _threads;
        set
        {
            _workspace.Enter();
            try
            {
                int count = value?.Count ?? 1;
                int blocks = checked(count * BlocksOfShare(count));
                if ((long)blocks * Kernels.BlockLength > Array.MaxLength)
                {
                    throw new ArgumentException($"Threads: expected at most {Array.MaxLength / Kernels.BlockLength} for a network of this size, got {count}", nameof(value));
                }

                AlignedBuffer costs = new(checked(blocks * CostFloats));
                AlignedBuffer strips = new(checked(count * StripFloats));
                int[] owners = DealStrips(count);
                _workspace.Resize(checked(blocks * Kernels.BlockLength));
                _costs = costs;
                _strips = strips;
                _owners = owners;
                _threads = value;
            }
            finally
            {
                _workspace.Exit();
            }
        }
    }

    private static TKernels Kernels => default;

    private static TDropout DropoutKernels => default;

    /// <summary>Whether the call drops outputs; known to be false where there is no dropout.</summary>
    private bool Drops => DropoutKernels.DropoutRate > 0f && _call.Dropout is not null;

    private static int CostFloats => RoundUp(Kernels.BlockRows);

    private static int StripFloats => RoundUp(Kernels.Layout.LongestStrip);

    /// <summary>The outputs of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(ref float x, nuint rows, ref float outputs)
    {
        if (!IsWorthThreads(rows, passes: 1))
        {
            ForwardBlocks(ref x, rows, ref _parameters.Reference, ref outputs, ref _workspace.Reference, (nuint)Kernels.BlockRows);
            return;
        }

        fixed (float* pinnedX = &x, pinnedOutputs = &outputs)
        {
            _call = new Call { Verb = Verb.Forward, Rows = rows, X = pinnedX, Outputs = pinnedOutputs };
            RunOnThreads();
        }
    }

    /// <summary>The sum of the rows' costs.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="targets">What the outputs are compared with.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="costs">Where the cost of each row goes; empty: nowhere.</param>
    /// <param name="outputs">Where the outputs of each row go; empty: nowhere.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Cost(ref float x, in Targets targets, nuint rows, Span<float> costs = default, Span<float> outputs = default)
    {
        fixed (float* pinnedX = &x, values = targets.Values, pinnedCosts = costs, pinnedOutputs = outputs)
        fixed (int* labels = targets.Labels)
        {
            _call = new Call
            {
                Verb = Verb.Cost,
                Rows = rows,
                X = pinnedX,
                Targets = new PinnedTargets(targets, values, labels),
                Scale = 1f,
                Costs = pinnedCosts,
                Outputs = pinnedOutputs,
            };
            return RunOnThreads(passes: 1);
        }
    }

    /// <summary>Walks the rows forwards and backwards, and returns the sum of their costs.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="targets">What the outputs are compared with.</param>
    /// <param name="rows">The number of rows that are walked.</param>
    /// <param name="order">Which they are, and their weights.</param>
    /// <param name="scale">What the costs are multiplied by before their gradient is taken.</param>
    /// <param name="gradients">Where that gradient goes.</param>
    /// <param name="adds">Whether it is added to what is there.</param>
    /// <param name="dx">Where (B0) goes; null: nowhere.</param>
    /// <param name="optimizer">
    /// Updates the parameters, strip by strip, each while its gradient is in the cache; null: nothing is updated. The gradient is then
    /// stored only where the rows are more than a round.
    /// </param>
    /// <param name="network">The network to update.</param>
    /// <param name="dropout">Which outputs of the hidden layers are dropped; null: none. Then there is no <paramref name="dx"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Walk(
        ref float x, in Targets targets, nuint rows, in RowOrder order, float scale, AlignedBuffer gradients, bool adds, ref float dx, Optimizer? optimizer, INetwork? network, Dropout? dropout)
    {
        if (!order.Rows.IsEmpty)
        {
            int threads = _threads?.Count ?? 1;
            _gathered.Reserve(threads * BlocksOfShare(threads), (int)Math.Min(rows, (nuint)Kernels.BlockRows), !targets.Labels.IsEmpty);
        }

        fixed (float* pinnedX = &x, pinnedDx = &dx, values = targets.Values, weights = order.Weights, classWeights = order.ClassWeights)
        fixed (int* labels = targets.Labels, orderRows = order.Rows, following = order.Following)
        {
            _call = new Call
            {
                Verb = Verb.Walk,
                Rows = rows,
                X = pinnedX,
                Targets = new PinnedTargets(targets, values, labels),
                Order = orderRows,
                Following = following,
                FollowingCount = (nuint)order.Following.Length,
                Weights = weights,
                ClassWeights = classWeights,
                Scale = scale,
                Gradients = gradients,
                Adds = adds,
                Dx = pinnedDx,
                Optimizer = optimizer,
                Network = network,
                Dropout = dropout,
            };
            return RunOnThreads(passes: 3);
        }
    }

    /// <summary>The outputs of rows, block by block, in memory that has room for <paramref name="capacity"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardBlocks(ref float x, nuint rows, ref float parameters, ref float outputs, ref float workspace, nuint capacity)
    {
        for (nuint first = 0; first < rows; first += capacity)
        {
            nuint count = Math.Min(capacity, rows - first);
            Kernels.Forward(ref Unsafe.Add(ref x, first * (nuint)Kernels.InputSize), count, ref parameters, ref workspace, capacity);
            Matrix.CopyRows(
                ref Unsafe.Add(ref workspace, (nuint)Kernels.OutputOffset * capacity),
                count,
                Kernels.OutputStride,
                Kernels.OutputSize,
                ref Unsafe.Add(ref outputs, first * (nuint)Kernels.OutputSize));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(TeamMember member)
    {
        switch (_call.Verb)
        {
            case Verb.Forward:
                RunForward(member);
                break;
            case Verb.Cost:
                RunCost(member);
                break;
            default:
                RunWalk(member);
                break;
        }
    }

    private static int RoundUp(int floats) => (floats + CacheLine - 1) / CacheLine * CacheLine;

    /// <summary>The blocks of memory that a thread has.</summary>
    private static int BlocksOfShare(int threads) => threads == 1 ? 1 : Math.Max(1, ShareFloats / Kernels.BlockLength);

    /// <summary>The thread of each strip: one after the other goes to that which has least.</summary>
    private static int[] DealStrips(int threads)
    {
        ReadOnlySpan<Strip> strips = Kernels.Layout.Strips;
        int[] owners = new int[strips.Length];
        int[] floats = new int[threads];
        for (int i = 0; i < owners.Length; i++)
        {
            owners[i] = Array.IndexOf(floats, floats.Min());
            floats[owners[i]] += strips[i].Length;
        }

        return owners;
    }

    /// <summary>Rows that each thread takes in a round: as even as tiles allow, and quite even where there is one round.</summary>
    private static nuint ShareRowsOf(nuint rows, nuint threads)
    {
        nuint capacity = (nuint)BlocksOfShare((int)threads) * (nuint)Kernels.BlockRows;
        nuint rounds = ((rows - 1) / (threads * capacity)) + 1;
        nuint even = ((rows - 1) / (threads * rounds)) + 1;
        return rounds == 1 ? even : Math.Min(capacity, (even + TileRows - 1) / TileRows * TileRows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWorthThreads(nuint rows, uint passes)
        => _threads is TrainingThreads threads
            && (ulong)rows * passes * (uint)Kernels.Layout.Length >= threads.LeastWork
            && (ulong)rows >= (ulong)threads.Count * threads.LeastShareRows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunForward(TeamMember member)
    {
        nuint share = ((_call.Rows - 1) / (nuint)member.Count) + 1;
        nuint first = Math.Min(_call.Rows, (nuint)member.Index * share);
        ForwardBlocks(
            ref Unsafe.AsRef<float>(_call.X + (first * (nuint)Kernels.InputSize)),
            Math.Min(share, _call.Rows - first),
            ref _parameters.Reference,
            ref Unsafe.AsRef<float>(_call.Outputs + (first * (nuint)Kernels.OutputSize)),
            ref BlockAt((nuint)(member.Index * BlocksOfShare(member.Count))),
            (nuint)Kernels.BlockRows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunCost(TeamMember member)
    {
        nuint roundRows = ShareRowsOf(_call.Rows, (nuint)member.Count) * (nuint)member.Count;
        for (nuint first = 0; first < _call.Rows; first += roundRows)
        {
            Round round = new(first, Math.Min(roundRows, _call.Rows - first), (nuint)member.Count);
            nuint slot = round.FirstSlotOf(member.Index);
            nuint end = round.EndOf(member.Index);
            for (nuint row = round.StartOf(member.Index); row < end; row += round.BlockRows)
            {
                nuint count = Math.Min(round.BlockRows, end - row);
                ForwardAndOutputDelta(row, count, slot);
                CopyResults(row, count, slot);
                slot++;
            }

            member.WaitForAll();
            AddCosts(member, round);
            if (first + roundRows < _call.Rows)
            {
                // The next round writes where the costs are.
                member.WaitForAll();
            }
        }
    }

    /// <summary>The costs and outputs of a block, for a caller that wants them.</summary>
    private void CopyResults(nuint row, nuint count, nuint slot)
    {
        if (_call.Costs != null)
        {
            MemoryMarshal.CreateReadOnlySpan(ref CostsAt(slot), (int)count).CopyTo(new Span<float>(_call.Costs + row, (int)count));
        }

        if (_call.Outputs != null)
        {
            Matrix.CopyRows(
                ref Unsafe.Add(ref BlockAt(slot), (nuint)Kernels.OutputOffset * (nuint)Kernels.BlockRows),
                count,
                Kernels.OutputStride,
                Kernels.OutputSize,
                ref Unsafe.AsRef<float>(_call.Outputs + (row * (nuint)Kernels.OutputSize)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunWalk(TeamMember member)
    {
        if (Kernels.TransposedLength > 0)
        {
            Kernels.Transpose(ref _parameters.Reference, ref _transposed.Reference, member.Index, member.Count);
            member.WaitForAll();
        }

        nuint roundRows = ShareRowsOf(_call.Rows, (nuint)member.Count) * (nuint)member.Count;
        for (nuint first = 0; first < _call.Rows; first += roundRows)
        {
            Round round = new(first, Math.Min(roundRows, _call.Rows - first), (nuint)member.Count);
            nuint slot = round.FirstSlotOf(member.Index);
            nuint end = round.EndOf(member.Index);
            for (nuint row = round.StartOf(member.Index); row < end; row += round.BlockRows)
            {
                nuint count = Math.Min(round.BlockRows, end - row);
                nuint offset = row * (nuint)Kernels.InputSize;
                ForwardAndOutputDelta(row, count, slot);
                ref float block = ref BlockAt(slot);
                if (Drops)
                {
                    DropoutKernels.DeltasWithDropout(count, ref _transposed.Reference, ref block);
                    slot++;
                    continue;
                }

                Kernels.Deltas(
                    ref InputsAt(row, slot),
                    count,
                    ref _parameters.Reference,
                    ref _transposed.Reference,
                    ref block,
                    ref Unsafe.AsRef<float>(_call.Dx == null ? null : _call.Dx + offset));
                slot++;
            }

            bool isLast = round.End == _call.Rows;
            if (isLast && member.Index == 0)
            {
                _call.State = _call.Optimizer?.BeginStep(_call.Network!);
            }

            member.WaitForAll();
            AddCosts(member, round);
            RunStrips(member, round);
            if (!isLast)
            {
                // The next round writes where this one's a and δ are.
                member.WaitForAll();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardAndOutputDelta(nuint row, nuint count, nuint slot)
    {
        ref float block = ref BlockAt(slot);
        ref float costs = ref CostsAt(slot);
        Targets targets = _call.Targets.Value;
        if (_call.Order == null)
        {
            Forward(row, count, slot, ref block);
            Kernels.OutputDelta(targets, row, count, _call.Scale, ref block, (nuint)Kernels.BlockRows, ref costs);
            return;
        }

        ReadOnlySpan<int> rows = new(_call.Order + row, (int)count);
        ReadOnlySpan<int> following = row < _call.FollowingCount ? new(_call.Following + row, (int)Math.Min(count, _call.FollowingCount - row)) : default;
        Targets gathered = _gathered.Gather(slot, rows, following, _call.X, targets);
        Forward(row, count, slot, ref block);
        Kernels.OutputDelta(gathered, 0, count, _call.Scale, ref block, (nuint)Kernels.BlockRows, ref costs);
        if (_call.Weights != null || _call.ClassWeights != null)
        {
            Weigh(rows, gathered.Labels, ref Unsafe.Add(ref block, (nuint)Kernels.OutputDeltaOffset * (nuint)Kernels.BlockRows), ref costs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Forward(nuint row, nuint count, nuint slot, ref float block)
    {
        if (Drops)
        {
            DropoutKernels.ForwardWithDropout(ref InputsAt(row, slot), row, count, ref _parameters.Reference, ref block, _call.Dropout.GetValueOrDefault());
            return;
        }

        Kernels.Forward(ref InputsAt(row, slot), count, ref _parameters.Reference, ref block, (nuint)Kernels.BlockRows);
    }

    /// <summary>Multiplies the cost of each row, and with it its δ, by the row's weight.</summary>
    private void Weigh(ReadOnlySpan<int> rows, ReadOnlySpan<int> labels, ref float deltas, ref float costs)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            float weight = _call.Weights == null ? 1f : _call.Weights[rows[i]];
            weight *= _call.ClassWeights == null ? 1f : _call.ClassWeights[labels[i]];
            OutputRows.Weigh(weight, ref Unsafe.Add(ref deltas, (nint)i * Kernels.OutputStride), Kernels.OutputStride, ref Unsafe.Add(ref costs, i));
        }
    }

    /// <summary>One thread adds the costs of all rows, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddCosts(TeamMember member, in Round round)
    {
        if (member.Index > 0 || _call.Targets.AreOutputGradients)
        {
            return;
        }

        nuint slot = 0;
        for (nuint share = round.First; share < round.End; share += round.ShareRows)
        {
            nuint end = Math.Min(share + round.ShareRows, round.End);
            for (nuint row = share; row < end; row += round.BlockRows)
            {
                _call.Cost = OutputRows.Add(_call.Cost, ref CostsAt(slot++), Math.Min(round.BlockRows, end - row));
            }
        }
    }

    /// <summary>(B3, B4), and (U) if the step has begun, for the strips of this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunStrips(TeamMember member, in Round round)
    {
        OptimizerState? state = _call.State;
        bool isStored = _call.Optimizer is null || round.Rows < _call.Rows;
        bool adds = _call.Adds || round.First > 0;
        int[] owners = _owners;
        ReadOnlySpan<Strip> strips = Kernels.Layout.Strips;
        for (int i = 0; i < strips.Length; i++)
        {
            if (member.Count > 1 && owners[i] != member.Index)
            {
                continue;
            }

            Strip strip = strips[i];
            ref float gradient = ref isStored
                ? ref Unsafe.Add(ref _call.Gradients!.Reference, strip.Offset)
                : ref Unsafe.Add(ref _strips.Reference, member.Index * StripFloats);
            Gradient((nuint)i, round, ref gradient, adds);
            if (state is not null)
            {
                ReadOnlySpan<float> gradients = MemoryMarshal.CreateReadOnlySpan(ref gradient, strip.Length);
                _call.Optimizer!.UpdatePiece(new ParameterPiece(_parameters.Span.Slice(strip.Offset, strip.Length), gradients, state, strip.Offset, strip.Weights));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gradient(nuint strip, in Round round, ref float gradient, bool adds)
    {
        nuint slot = 0;
        for (nuint share = round.First; share < round.End; share += round.ShareRows)
        {
            nuint end = Math.Min(share + round.ShareRows, round.End);
            for (nuint row = share; row < end; row += round.BlockRows)
            {
                nuint count = Math.Min(round.BlockRows, end - row);
                Kernels.Gradient(strip, ref InputsAt(row, slot), count, ref BlockAt(slot), ref gradient, adds);
                slot++;
                adds = true;
            }
        }
    }

    /// <summary>The inputs of a block: where the caller has them, or where they were gathered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float InputsAt(nuint row, nuint slot)
        => ref _call.Order == null ? ref Unsafe.AsRef<float>(_call.X + (row * (nuint)Kernels.InputSize)) : ref _gathered.InputsAt(slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float BlockAt(nuint slot) => ref Unsafe.Add(ref _workspace.Reference, slot * (nuint)Kernels.BlockLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float CostsAt(nuint slot) => ref Unsafe.Add(ref _costs.Reference, slot * (nuint)CostFloats);

    /// <summary>Runs the call on the threads if they are worth it and free, else on this one; returns the sum of the rows' costs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double RunOnThreads(uint passes = 1)
    {
        try
        {
            if (!IsWorthThreads(_call.Rows, passes) || !_threads!.TryRun(this))
            {
                Run(TeamMember.Alone);
            }

            return _call.Cost;
        }
        finally
        {
            _call = default;
        }
    }

    /// <summary>What a call was given, and what comes of it. The caller's memory is pinned while it lasts.</summary>
    private struct Call
    {
        public Verb Verb;
        public bool Adds;
        public float Scale;
        public nuint Rows;
        public float* X;
        public float* Dx;
        public float* Outputs;
        public float* Costs;
        public int* Order;
        public int* Following;
        public nuint FollowingCount;
        public float* Weights;
        public float* ClassWeights;
        public PinnedTargets Targets;
        public AlignedBuffer? Gradients;
        public Optimizer? Optimizer;
        public INetwork? Network;
        public Dropout? Dropout;
        public OptimizerState? State;
        public double Cost;
    }

    /// <summary><see cref="Numerics.Targets"/> that a field can hold.</summary>
    private readonly struct PinnedTargets(in Targets targets, float* values, int* labels)
    {
        private readonly float* _values = values;
        private readonly int* _labels = labels;
        private readonly int _valuesLength = targets.Values.Length;
        private readonly int _labelsLength = targets.Labels.Length;

        public bool AreOutputGradients { get; } = targets.AreOutputGradients;

        public Targets Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(new ReadOnlySpan<float>(_values, _valuesLength), new ReadOnlySpan<int>(_labels, _labelsLength), AreOutputGradients);
        }
    }

    /// <summary>
    /// Rows that are worked through between two barriers: equal shares, the last ones smaller, and in each share equal blocks. Blocks are
    /// numbered in the order of their rows, and the number is that of their memory.
    /// </summary>
    private readonly struct Round
    {
        private readonly nuint _blocksOfShare;

        public Round(nuint first, nuint rows, nuint threads)
        {
            First = first;
            Rows = rows;
            ShareRows = ((rows - 1) / threads) + 1;

            // As even as tiles allow.
            nuint blocks = ((ShareRows - 1) / (nuint)Kernels.BlockRows) + 1;
            nuint even = ((ShareRows - 1) / blocks) + 1;
            BlockRows = Math.Min((nuint)Kernels.BlockRows, (even + TileRows - 1) / TileRows * TileRows);
            _blocksOfShare = ((ShareRows - 1) / BlockRows) + 1;
        }

        public nuint First { get; }

        public nuint Rows { get; }

        public nuint End => First + Rows;

        public nuint ShareRows { get; }

        public nuint BlockRows { get; }

        public nuint StartOf(int thread) => First + Math.Min(Rows, (nuint)thread * ShareRows);

        public nuint EndOf(int thread) => First + Math.Min(Rows, ((nuint)thread + 1) * ShareRows);

        public nuint FirstSlotOf(int thread) => (nuint)thread * _blocksOfShare;
    }
}
