using System;
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
    private BatchCall _call;

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

    private bool HasWeights => _call.Weights != null || _call.ClassWeights != null;

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
            _call = new BatchCall { Operation = BatchOperation.Forward, Rows = rows, X = pinnedX, Outputs = pinnedOutputs };
            Execute();
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
            _call = new BatchCall
            {
                Operation = BatchOperation.Cost,
                Rows = rows,
                X = pinnedX,
                Targets = new BatchCall.PinnedTargets(targets, values, labels),
                Scale = 1f,
                Costs = pinnedCosts,
                Outputs = pinnedOutputs,
            };
            return Execute(passes: 1);
        }
    }

    /// <summary>(F), (B1 … B4) for all rows, and (U) if there is an optimizer.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="targets">What the outputs are compared with.</param>
    /// <param name="rows">The number of rows that are taken.</param>
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
    /// <returns>The sum of the rows' costs.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double ForwardBackward(
        ref float x, in Targets targets, nuint rows, in RowOrder order, float scale, AlignedBuffer gradients, bool adds, ref float dx, ElementwiseOptimizer? optimizer, INetwork? network, Dropout? dropout)
    {
        if (!order.Rows.IsEmpty)
        {
            int threads = _threads?.Count ?? 1;
            int blocks = threads * (int)FirstRound(rows, (nuint)threads).BlocksOfShare;
            _gathered.Reserve(blocks, (int)Math.Min(rows, (nuint)Kernels.BlockRows), !targets.Labels.IsEmpty);
        }

        fixed (float* pinnedX = &x, pinnedDx = &dx, values = targets.Values, weights = order.Weights, classWeights = order.ClassWeights)
        fixed (int* labels = targets.Labels, orderRows = order.Rows, following = order.Following)
        {
            _call = new BatchCall
            {
                Operation = BatchOperation.ForwardBackward,
                Rows = rows,
                X = pinnedX,
                Targets = new BatchCall.PinnedTargets(targets, values, labels),
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
            return Execute(passes: 3);
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
        switch (_call.Operation)
        {
            case BatchOperation.Forward:
                RunForward(member);
                break;
            case BatchOperation.Cost:
                RunCost(member);
                break;
            default:
                RunForwardBackward(member);
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
            int least = 0;
            for (int thread = 1; thread < threads; thread++)
            {
                least = floats[thread] < floats[least] ? thread : least;
            }

            owners[i] = least;
            floats[least] += strips[i].Length;
        }

        return owners;
    }

    /// <summary>Rows that each thread takes in a round: as even as tiles allow, and quite even where there is one round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint ShareRowsOf(nuint rows, nuint threads)
    {
        nuint capacity = (nuint)BlocksOfShare((int)threads) * (nuint)Kernels.BlockRows;
        nuint rounds = ((rows - 1) / (threads * capacity)) + 1;
        nuint even = ((rows - 1) / (threads * rounds)) + 1;
        return rounds == 1 ? even : Math.Min(capacity, (even + Round.TileRows - 1) / Round.TileRows * Round.TileRows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Round FirstRound(nuint rows, nuint threads) => new(0, Math.Min(rows, ShareRowsOf(rows, threads) * threads), threads, (nuint)Kernels.BlockRows);

    /// <summary>As many rows as in the round before, or what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Round NextRound(in Round round, TeamMember member)
        => new(round.End, Math.Min(round.Rows, _call.Rows - round.End), (nuint)member.Count, (nuint)Kernels.BlockRows);

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
        for (Round round = FirstRound(_call.Rows, (nuint)member.Count); ; round = NextRound(round, member))
        {
            Round.BlockWalk blocks = round.BlocksOf(member.Index);
            while (blocks.MoveNext())
            {
                ForwardAndOutputDelta(blocks);
                CopyResults(blocks);
            }

            member.WaitForAll();
            AddCosts(member, round);
            if (round.End == _call.Rows)
            {
                return;
            }

            // The next round writes where the costs are.
            member.WaitForAll();
        }
    }

    /// <summary>The costs and outputs of a block, for a caller that wants them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CopyResults(in Round.BlockWalk block)
    {
        if (_call.Costs != null)
        {
            MemoryMarshal.CreateReadOnlySpan(ref CostsAt(block.Slot), (int)block.Count).CopyTo(new Span<float>(_call.Costs + block.Row, (int)block.Count));
        }

        if (_call.Outputs != null)
        {
            Matrix.CopyRows(
                ref Unsafe.Add(ref BlockAt(block.Slot), (nuint)Kernels.OutputOffset * (nuint)Kernels.BlockRows),
                block.Count,
                Kernels.OutputStride,
                Kernels.OutputSize,
                ref Unsafe.AsRef<float>(_call.Outputs + (block.Row * (nuint)Kernels.OutputSize)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunForwardBackward(TeamMember member)
    {
        if (Kernels.TransposedLength > 0)
        {
            Kernels.Transpose(ref _parameters.Reference, ref _transposed.Reference, member.Index, member.Count);
            member.WaitForAll();
        }

        for (Round round = FirstRound(_call.Rows, (nuint)member.Count); ; round = NextRound(round, member))
        {
            Round.BlockWalk blocks = round.BlocksOf(member.Index);
            while (blocks.MoveNext())
            {
                ForwardAndOutputDelta(blocks);
                Deltas(blocks);
            }

            bool isLast = round.End == _call.Rows;
            if (isLast && member.Index == 0)
            {
                _call.State = _call.Optimizer?.BeginStep(_call.Network!);
            }

            member.WaitForAll();
            AddCosts(member, round);
            RunStrips(member, round);
            if (isLast)
            {
                return;
            }

            // The next round writes where this one's a and δ are.
            member.WaitForAll();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardAndOutputDelta(in Round.BlockWalk block)
    {
        ref float memory = ref BlockAt(block.Slot);
        ref float costs = ref CostsAt(block.Slot);
        Targets targets = _call.Targets.Value;
        if (_call.Order == null)
        {
            Forward(block, ref memory);
            Kernels.OutputDelta(targets, block.Row, block.Count, _call.Scale, ref memory, (nuint)Kernels.BlockRows, ref costs);
            return;
        }

        Targets gathered = Gather(block, targets);
        Forward(block, ref memory);
        Kernels.OutputDelta(gathered, 0, block.Count, _call.Scale, ref memory, (nuint)Kernels.BlockRows, ref costs);
        if (HasWeights)
        {
            Weigh(block, gathered.Labels, ref Unsafe.Add(ref memory, (nuint)Kernels.OutputDeltaOffset * (nuint)Kernels.BlockRows), ref costs);
        }
    }

    /// <summary>Copies the rows of a block from where the caller has them; those that do not count as zeros, so that nothing in them shows.</summary>
    /// <returns>Their targets or labels.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Targets Gather(in Round.BlockWalk block, in Targets targets)
    {
        ReadOnlySpan<int> rows = RowsOf(block);
        ReadOnlySpan<int> following = block.Row < _call.FollowingCount
            ? new(_call.Following + block.Row, (int)Math.Min(block.Count, _call.FollowingCount - block.Row))
            : default;
        Targets gathered = _gathered.Gather(block.Slot, rows, following, _call.X, targets);
        for (int i = 0; HasWeights && i < rows.Length; i++)
        {
            if (WeightOf(rows[i], gathered.Labels, i) == 0f)
            {
                Matrix.Clear(ref Unsafe.Add(ref _gathered.InputsAt(block.Slot), (nint)i * Kernels.InputSize), Kernels.InputSize);
            }
        }

        return gathered;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Forward(in Round.BlockWalk block, ref float memory)
    {
        ref float x = ref InputsAt(block);
        if (Drops)
        {
            DropoutKernels.ForwardWithDropout(ref x, block.Row, block.Count, ref _parameters.Reference, ref memory, _call.Dropout.GetValueOrDefault());
            return;
        }

        Kernels.Forward(ref x, block.Count, ref _parameters.Reference, ref memory, (nuint)Kernels.BlockRows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Deltas(in Round.BlockWalk block)
    {
        ref float memory = ref BlockAt(block.Slot);
        if (Drops)
        {
            DropoutKernels.DeltasWithDropout(block.Count, ref _transposed.Reference, ref memory);
            return;
        }

        ref float dx = ref Unsafe.AsRef<float>(_call.Dx == null ? null : _call.Dx + (block.Row * (nuint)Kernels.InputSize));
        Kernels.Deltas(ref InputsAt(block), block.Count, ref _parameters.Reference, ref _transposed.Reference, ref memory, ref dx);
    }

    /// <summary>Multiplies the cost of each row, and with it its δ, by the row's weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Weigh(in Round.BlockWalk block, ReadOnlySpan<int> labels, ref float deltas, ref float costs)
    {
        ReadOnlySpan<int> rows = RowsOf(block);
        for (int i = 0; i < rows.Length; i++)
        {
            OutputRows.Weigh(
                WeightOf(rows[i], labels, i), ref Unsafe.Add(ref deltas, (nint)i * Kernels.OutputStride), Kernels.OutputStride, ref Unsafe.Add(ref costs, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<int> RowsOf(in Round.BlockWalk block) => new(_call.Order + block.Row, (int)block.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float WeightOf(int row, ReadOnlySpan<int> labels, int place)
        => (_call.Weights == null ? 1f : _call.Weights[row]) * (_call.ClassWeights == null ? 1f : _call.ClassWeights[labels[place]]);

    /// <summary>One thread adds the costs of all rows, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddCosts(TeamMember member, in Round round)
    {
        if (member.Index > 0 || _call.Targets.AreOutputGradients)
        {
            return;
        }

        Round.BlockWalk blocks = round.Blocks();
        while (blocks.MoveNext())
        {
            _call.Cost = OutputRows.Add(_call.Cost, ref CostsAt(blocks.Slot), blocks.Count);
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
        Round.BlockWalk blocks = round.Blocks();
        while (blocks.MoveNext())
        {
            Kernels.Gradient(strip, ref InputsAt(blocks), blocks.Count, ref BlockAt(blocks.Slot), ref gradient, adds);
            adds = true;
        }
    }

    /// <summary>The inputs of a block: where the caller has them, or where they were gathered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float InputsAt(in Round.BlockWalk block)
        => ref _call.Order == null ? ref Unsafe.AsRef<float>(_call.X + (block.Row * (nuint)Kernels.InputSize)) : ref _gathered.InputsAt(block.Slot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float BlockAt(nuint slot) => ref Unsafe.Add(ref _workspace.Reference, slot * (nuint)Kernels.BlockLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float CostsAt(nuint slot) => ref Unsafe.Add(ref _costs.Reference, slot * (nuint)CostFloats);

    /// <summary>Runs the call on the threads if they are worth it and free, else on this one; returns the sum of the rows' costs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Execute(uint passes = 1)
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
}
