using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

public static partial class RowMath<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>
    /// (F) with dropout: replaces <c>a = g(z)</c> by <c>h = m g(z)</c>, where <c>m</c> is 0 for what is dropped and <c>1 / (1 − p)</c> for what is
    /// kept, and writes <c>∂h/∂z = m g′(z)</c>, for <see cref="MultiplyBySlope"/>.
    /// </summary>
    /// <param name="z">What <c>g′</c> is computed from, where not from <paramref name="a"/>.</param>
    /// <param name="a">The first row of <c>g(z)</c>.</param>
    /// <param name="slope">Written; the padding within the columns becomes zero.</param>
    /// <param name="dropout">The draws of the step.</param>
    /// <param name="firstNeuron">The number of the layer's first neuron, counted through the hidden layers.</param>
    /// <param name="firstRow">The number of the first row in the step.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="columns">The columns, a multiple of the vector width.</param>
    /// <param name="neurons">The columns that are no padding.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Drop<TActivation>(
        ref float z, ref float a, ref float slope, in Dropout dropout, uint firstNeuron, nuint firstRow, nuint rows, nuint stride, nuint columns, int neurons)
        where TActivation : struct, IActivation
    {
        // The words of a counter are for rows that follow each other: a layer need not be wide to use all of them.
        nuint endRow = firstRow + rows;
        for (nuint group = firstRow / Threefry.Words; group * Threefry.Words < endRow; group++)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                TVector word0 = Lanes.CountUp(firstNeuron + (uint)c);
                TVector word1 = Lanes.CreateBits((uint)group);
                TVector word2 = Lanes.CreateBits(0);
                TVector word3 = Lanes.CreateBits(0);
                Threefry.Apply<TLanes, TVector>(
                    ref word0, ref word1, ref word2, ref word3,
                    (uint)dropout.Seed, (uint)(dropout.Seed >> 32), (uint)dropout.Step, (uint)(dropout.Step >> 32));
                nuint row = group * Threefry.Words;
                DropVector<TActivation>(word0, row, c, ref z, ref a, ref slope, dropout, firstRow, rows, stride, neurons);
                DropVector<TActivation>(word1, row + 1, c, ref z, ref a, ref slope, dropout, firstRow, rows, stride, neurons);
                DropVector<TActivation>(word2, row + 2, c, ref z, ref a, ref slope, dropout, firstRow, rows, stride, neurons);
                DropVector<TActivation>(word3, row + 3, c, ref z, ref a, ref slope, dropout, firstRow, rows, stride, neurons);
            }
        }
    }

    /// <summary>(B2) with dropout: <c>δ = ∂h/∂z · δ</c>, from the slopes of <see cref="Drop"/>. The padding within the columns becomes zero.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyBySlope(ref float delta, ref float slope, nuint rows, nuint stride, nuint columns, int neurons)
    {
        for (nuint row = 0; row < rows * stride; row += stride)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                TVector product = Lanes.Multiply(Lanes.Load(in slope, row + c), Lanes.Load(in delta, row + c));
                Lanes.Store(First(product, neurons - (int)c), ref delta, row + c);
            }
        }
    }

    /// <summary>One vector of one row, if the row is among those that are worked on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DropVector<TActivation>(
        TVector random, nuint row, nuint column, ref float z, ref float a, ref float slope, in Dropout dropout, nuint firstRow, nuint rows, nuint stride, int neurons)
        where TActivation : struct, IActivation
    {
        nuint index = row - firstRow;
        if (index >= rows)
        {
            return;
        }

        nuint i = (index * stride) + column;
        TVector scale = Lanes.Create(dropout.Scale);
        TVector isKept = Lanes.LessThanOrEqual(Lanes.Create(dropout.FirstKept), Lanes.ConvertBits(Lanes.ShiftRight(random, 8)));
        TVector output = Lanes.Load(in a, i);
        TVector derivative = default(TActivation).Derivative<TLanes, TVector>(Lanes.Load(in z, i), output);

        // Not times zero: what is dropped is zero even where it was infinite.
        Lanes.Store(First(Lanes.And(isKept, Lanes.Multiply(scale, derivative)), neurons - (int)column), ref slope, i);
        Lanes.Store(Lanes.And(isKept, Lanes.Multiply(scale, output)), ref a, i);
    }
}
