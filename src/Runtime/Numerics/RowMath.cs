using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backprop.Numerics;

/// <summary>
/// Operations on blocks of rows that do not depend on the topology: activations, their derivatives, sums over rows. Called by
/// generated code, at the vector width that <typeparamref name="TLanes"/> names.
/// </summary>
/// <remarks>
/// A block is <c>rows</c> rows of <c>stride</c> floats, of which the first <c>columns</c> are worked on: a multiple of the width, or
/// <c>stride</c> itself where that is less than a vector. Then a vector of an elementwise pass takes several rows; see <see cref="NarrowRows"/>.
/// Columns beyond the neurons of the layer are padding: what they hold never reaches an output, a cost or a gradient.
/// </remarks>
/// <typeparam name="TLanes">The vector width.</typeparam>
/// <typeparam name="TVector">Its register type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class RowMath<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private static TLanes Lanes => default;

    /// <summary><c>left · right + addend</c>; see <see cref="ILanes{TVector}.MultiplyAdd"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyAdd(TVector left, TVector right, TVector addend) => Lanes.MultiplyAdd(left, right, addend);

    /// <summary><c>Σ left[i] · right[i]</c>, in the order of <see cref="ILanes{TVector}.Dot"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(ref float left, ref float right, int columns) => Lanes.Dot(in left, in right, columns);

    /// <summary>(F) <c>a = g(z)</c> for one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<TActivation>(TVector z)
        where TActivation : struct, IActivation
        => default(TActivation).Value<TLanes, TVector>(z);

    /// <summary><c>g′(z)</c> for one vector, zero beyond the first <paramref name="neurons"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TActivation>(TVector z, TVector a, int neurons)
        where TActivation : struct, IActivation
        => First(default(TActivation).Derivative<TLanes, TVector>(z, a), neurons);

    /// <summary>The first lanes, and zeros in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector First(TVector value, int count) => Lanes.And(value, Lanes.FirstLanes(count));

    /// <summary>(F) <see cref="Softmax(ref float, ref float, nuint, nuint, nuint, int)"/> for a row that is one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softmax(TVector z, int neurons)
    {
        TVector exponential = VectorMath.Exp<TLanes, TVector>(Lanes.Subtract(z, Lanes.Create(Largest(z, neurons))));
        exponential = First(exponential, neurons);
        return Lanes.Divide(exponential, Lanes.Create(Lanes.Sum(exponential)));
    }

    /// <summary>(F) <c>a = g(z)</c>; <paramref name="a"/> may be <paramref name="z"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Activate<TActivation>(ref float z, ref float a, nuint rows, nuint stride, nuint columns)
        where TActivation : struct, IActivation
    {
        if (columns == stride)
        {
            // Nothing between the rows: they are one long row, of which a vector takes several where the layer is narrow.
            (rows, stride, columns) = (1, rows * stride, rows * stride);
        }

        nuint whole = columns - (columns % (nuint)Lanes.Count);
        for (nuint row = 0; row < rows * stride; row += stride)
        {
            for (nuint c = row; c < row + whole; c += (nuint)Lanes.Count)
            {
                Lanes.Store(default(TActivation).Value<TLanes, TVector>(Lanes.Load(in z, c)), ref a, c);
            }
        }

        if (whole < columns)
        {
            ref float zRest = ref Unsafe.Add(ref z, whole);
            ref float aRest = ref Unsafe.Add(ref a, whole);
            nuint rest = columns - whole;
            if (Lanes.Count > 8)
            {
                RowMath<Lanes256, Vector256<float>>.Activate<TActivation>(ref zRest, ref aRest, 1, rest, rest);
            }
            else if (Lanes.Count > 4)
            {
                RowMath<Lanes128, Vector128<float>>.Activate<TActivation>(ref zRest, ref aRest, 1, rest, rest);
            }
        }
    }

    /// <summary>
    /// (B2) <c>δ = g′(z) · δ</c>, the second half of the step from one layer to the layer before. The padding becomes zero: an
    /// infinite input makes that of <c>z</c> NaN, and sums over the columns of <c>δ</c> follow.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyByDerivative<TActivation>(ref float delta, ref float z, ref float a, nuint rows, nuint stride, nuint columns, int neurons)
        where TActivation : struct, IActivation
    {
        if (stride < (nuint)Lanes.Count)
        {
            nuint whole = NarrowRows.WholeLength<TLanes, TVector>(rows, stride);
            TVector isNeuron = Lanes.FirstLanesOfEach(neurons, (int)stride);
            for (nuint i = 0; i < whole; i += (nuint)Lanes.Count)
            {
                Lanes.Store(Lanes.And(ByDerivative<TActivation>(ref delta, ref z, ref a, i), isNeuron), ref delta, i);
            }

            if (whole < rows * stride)
            {
                nuint rest = rows - (whole / stride);
                ref float deltaRest = ref Unsafe.Add(ref delta, whole);
                ref float zRest = ref Unsafe.Add(ref z, whole);
                ref float aRest = ref Unsafe.Add(ref a, whole);
                if (NarrowRows.Take256(stride))
                {
                    RowMath<Lanes256, Vector256<float>>.MultiplyByDerivative<TActivation>(ref deltaRest, ref zRest, ref aRest, rest, stride, columns, neurons);
                }
                else
                {
                    RowMath<Lanes128, Vector128<float>>.MultiplyByDerivative<TActivation>(ref deltaRest, ref zRest, ref aRest, rest, stride, columns, neurons);
                }
            }

            return;
        }

        nuint last = columns - (nuint)Lanes.Count;
        TVector isLastNeuron = Lanes.FirstLanes(neurons - (int)last);
        for (nuint row = 0; row < rows * stride; row += stride)
        {
            for (nuint i = row; i < row + last; i += (nuint)Lanes.Count)
            {
                Lanes.Store(ByDerivative<TActivation>(ref delta, ref z, ref a, i), ref delta, i);
            }

            Lanes.Store(Lanes.And(ByDerivative<TActivation>(ref delta, ref z, ref a, row + last), isLastNeuron), ref delta, row + last);
        }
    }

    /// <summary>
    /// (F) <c>a_i = e^(z_i − m) / Σ e^(z_k − m)</c> with <c>m = max z</c>, so that no exponential overflows;
    /// <paramref name="a"/> may be <paramref name="z"/>. Padding becomes zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(ref float z, ref float a, nuint rows, nuint stride, nuint columns, int neurons)
    {
        if (stride <= (nuint)Lanes.Count)
        {
            nuint whole = NarrowRows.WholeLength<TLanes, TVector>(rows, stride);
            int group = (int)stride;
            TVector isNeuron = Lanes.FirstLanesOfEach(neurons, group);
            for (nuint i = 0; i < whole; i += (nuint)Lanes.Count)
            {
                TVector value = Lanes.Load(in z, i);
                TVector exponential = Lanes.And(VectorMath.Exp<TLanes, TVector>(Lanes.Subtract(value, LargestOfEach(value, isNeuron, group))), isNeuron);
                Lanes.Store(Lanes.Divide(exponential, Lanes.SumEach(exponential, group)), ref a, i);
            }

            if (whole < rows * stride)
            {
                nuint rest = rows - (whole / stride);
                ref float zRest = ref Unsafe.Add(ref z, whole);
                ref float aRest = ref Unsafe.Add(ref a, whole);
                if (NarrowRows.Take256(stride))
                {
                    RowMath<Lanes256, Vector256<float>>.Softmax(ref zRest, ref aRest, rest, stride, columns, neurons);
                }
                else
                {
                    RowMath<Lanes128, Vector128<float>>.Softmax(ref zRest, ref aRest, rest, stride, columns, neurons);
                }
            }

            return;
        }

        for (nuint row = 0; row < rows * stride; row += stride)
        {
            TVector largest = Lanes.Create(Largest(ref Unsafe.Add(ref z, row), columns, neurons));
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                TVector exponential = VectorMath.Exp<TLanes, TVector>(Lanes.Subtract(Lanes.Load(in z, row + c), largest));
                Lanes.Store(Lanes.And(exponential, Lanes.FirstLanes(neurons - (int)c)), ref a, row + c);
            }

            TVector sum = Lanes.Create(Lanes.Sum(in Unsafe.Add(ref a, row), (int)columns));
            for (nuint c = row; c < row + columns; c += (nuint)Lanes.Count)
            {
                Lanes.Store(Lanes.Divide(Lanes.Load(in a, c), sum), ref a, c);
            }
        }
    }

    /// <summary>(B4) <c>sums = Σ rows</c>, or <c>sums += Σ rows</c>, in ascending order of the rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void SumRows(ref float sums, ref float values, nuint rows, nuint stride, nuint columns, bool adds)
    {
        nuint c = 0;

        // Four vectors at once: a sum alone would wait for each of its additions.
        for (; c + (4 * (nuint)Lanes.Count) <= columns; c += 4 * (nuint)Lanes.Count)
        {
            TVector sum0 = adds ? Lanes.Load(in sums, c) : Lanes.Create(0f);
            TVector sum1 = adds ? Lanes.Load(in sums, c + (nuint)Lanes.Count) : Lanes.Create(0f);
            TVector sum2 = adds ? Lanes.Load(in sums, c + (2 * (nuint)Lanes.Count)) : Lanes.Create(0f);
            TVector sum3 = adds ? Lanes.Load(in sums, c + (3 * (nuint)Lanes.Count)) : Lanes.Create(0f);
            for (nuint i = c; i < rows * stride; i += stride)
            {
                sum0 = Lanes.Add(sum0, Lanes.Load(in values, i));
                sum1 = Lanes.Add(sum1, Lanes.Load(in values, i + (nuint)Lanes.Count));
                sum2 = Lanes.Add(sum2, Lanes.Load(in values, i + (2 * (nuint)Lanes.Count)));
                sum3 = Lanes.Add(sum3, Lanes.Load(in values, i + (3 * (nuint)Lanes.Count)));
            }

            Lanes.Store(sum0, ref sums, c);
            Lanes.Store(sum1, ref sums, c + (nuint)Lanes.Count);
            Lanes.Store(sum2, ref sums, c + (2 * (nuint)Lanes.Count));
            Lanes.Store(sum3, ref sums, c + (3 * (nuint)Lanes.Count));
        }

        for (; c < columns; c += (nuint)Lanes.Count)
        {
            TVector sum = adds ? Lanes.Load(in sums, c) : Lanes.Create(0f);
            for (nuint i = c; i < rows * stride; i += stride)
            {
                sum = Lanes.Add(sum, Lanes.Load(in values, i));
            }

            Lanes.Store(sum, ref sums, c);
        }
    }

    /// <summary><c>values = factor · values</c>, for one row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ref float values, float factor, nuint columns)
    {
        for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
        {
            Lanes.Store(Lanes.Multiply(Lanes.Create(factor), Lanes.Load(in values, c)), ref values, c);
        }
    }

    /// <summary>The largest of the first <paramref name="neurons"/> values of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Largest(ref float row, nuint columns, int neurons)
    {
        TVector largest = Lanes.Create(float.NegativeInfinity);
        for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
        {
            TVector value = Lanes.Load(in row, c);
            TVector larger = Lanes.And(Lanes.LessThan(largest, value), Lanes.FirstLanes(neurons - (int)c));
            largest = Lanes.Select(larger, value, largest);
        }

        return Lanes.Max(largest);
    }

    /// <summary>The same for each of the rows that a vector holds, in all lanes of the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector LargestOfEach(TVector rows, TVector isNeuron, int group)
    {
        TVector lowest = Lanes.Create(float.NegativeInfinity);
        return Lanes.MaxEach(Lanes.Select(Lanes.And(Lanes.LessThan(lowest, rows), isNeuron), rows, lowest), group);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ByDerivative<TActivation>(ref float delta, ref float z, ref float a, nuint index)
        where TActivation : struct, IActivation
        => Lanes.Multiply(default(TActivation).Derivative<TLanes, TVector>(Lanes.Load(in z, index), Lanes.Load(in a, index)), Lanes.Load(in delta, index));

    /// <summary>The largest of the first <paramref name="neurons"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Largest(TVector row, int neurons)
    {
        TVector least = Lanes.Create(float.NegativeInfinity);
        return Lanes.Max(Lanes.Select(Lanes.And(Lanes.LessThan(least, row), Lanes.FirstLanes(neurons)), row, least));
    }
}
