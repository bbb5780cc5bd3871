using System;
using System.Runtime.CompilerServices;

namespace Backprop.Training;

/// <summary>
/// Rows that are worked through between two barriers: an equal share for each thread, the last ones smaller, and in each share equal blocks.
/// Blocks are numbered in the order of their rows, and the number is that of their memory.
/// </summary>
internal readonly struct Round
{
    /// <summary>All blocks but the last of a share are multiples of it: the rows of the second tallest tile.</summary>
    public const uint TileRows = 12;

    private readonly nuint _shareRows;
    private readonly nuint _blockRows;

    /// <summary>Divides rows among threads, and each share into blocks that are as even as tiles allow.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">The number of rows, from 1 up.</param>
    /// <param name="threads">The threads that share them.</param>
    /// <param name="capacity">The rows that a block has room for.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Round(nuint first, nuint rows, nuint threads, nuint capacity)
    {
        First = first;
        Rows = rows;
        _shareRows = ((rows - 1) / threads) + 1;
        nuint blocks = ((_shareRows - 1) / capacity) + 1;
        nuint even = ((_shareRows - 1) / blocks) + 1;
        _blockRows = Math.Min(capacity, (even + TileRows - 1) / TileRows * TileRows);
    }

    /// <summary>The first row.</summary>
    public nuint First { get; }

    /// <summary>The number of rows.</summary>
    public nuint Rows { get; }

    /// <summary>The row after the last.</summary>
    public nuint End => First + Rows;

    /// <summary>The blocks of a whole share.</summary>
    public nuint BlocksOfShare => ((_shareRows - 1) / _blockRows) + 1;

    /// <summary>The blocks of one thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockWalk BlocksOf(int thread)
    {
        nuint start = First + Math.Min(Rows, (nuint)thread * _shareRows);
        return new BlockWalk(start, Math.Min(start + _shareRows, End), (nuint)thread * BlocksOfShare, this);
    }

    /// <summary>The blocks of all threads, in the order of their rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockWalk Blocks() => new(First, End, 0, this);

    /// <summary>One block after another: the current one has <see cref="Count"/> rows from <see cref="Row"/> on, in the memory <see cref="Slot"/>.</summary>
    public struct BlockWalk
    {
        private readonly nuint _end;
        private readonly nuint _shareRows;
        private readonly nuint _blockRows;
        private nuint _endOfShare;
        private nuint _nextSlot;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal BlockWalk(nuint first, nuint end, nuint slot, in Round round)
        {
            (_end, _shareRows, _blockRows) = (end, round._shareRows, round._blockRows);
            (Row, _endOfShare, _nextSlot) = (first, first + _shareRows, slot);
        }

        /// <summary>The first row of the block.</summary>
        public nuint Row { get; private set; }

        /// <summary>The rows of the block.</summary>
        public nuint Count { get; private set; }

        /// <summary>The memory of the block.</summary>
        public nuint Slot { get; private set; }

        /// <summary>Goes to the next block, first of all to the first.</summary>
        /// <returns>Whether there is one.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            Row += Count;
            if (Row >= _end)
            {
                return false;
            }

            if (Row == _endOfShare)
            {
                _endOfShare += _shareRows;
            }

            Count = Math.Min(_blockRows, Math.Min(_endOfShare, _end) - Row);
            Slot = _nextSlot++;
            return true;
        }
    }
}
