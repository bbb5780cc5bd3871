using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>
/// Operations on blocks of rows that do not depend on the topology: activations, their derivatives, sums over rows. Called by
/// generated code, at the vector width that <typeparamref name="TLanes"/> names.
/// </summary>
/// <remarks>
/// A block is <c>rows</c> rows of <c>stride</c> floats, of which the first <c>columns</c>, a multiple of the width, are worked on.
/// Columns beyond the neurons of the layer are padding: what they hold never reaches an output, a cost or a gradient.
/// </remarks>
/// <typeparam name="TLanes">The vector width.</typeparam>
/// <typeparam name="TVector">Its register type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowMath<TLanes, TVector>
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate<TActivation>(ref float z, ref float a, nuint rows, nuint stride, nuint columns)
        where TActivation : struct, IActivation
    {
        for (nuint row = 0; row < rows * stride; row += stride)
        {
            for (nuint c = row; c < row + columns; c += (nuint)Lanes.Count)
            {
                Lanes.Store(default(TActivation).Value<TLanes, TVector>(Lanes.Load(in z, c)), ref a, c);
            }
        }
    }

    /// <summary>
    /// (B2) <c>δ = g′(z) · δ</c>, the second half of the step from one layer to the layer before. The padding becomes zero: an
    /// infinite input makes that of <c>z</c> NaN, and sums over the columns of <c>δ</c> follow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyByDerivative<TActivation>(ref float delta, ref float z, ref float a, nuint rows, nuint stride, nuint columns, int neurons)
        where TActivation : struct, IActivation
    {
        for (nuint row = 0; row < rows * stride; row += stride)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                nuint i = row + c;
                TVector derivative = default(TActivation).Derivative<TLanes, TVector>(Lanes.Load(in z, i), Lanes.Load(in a, i));
                Lanes.Store(First(Lanes.Multiply(derivative, Lanes.Load(in delta, i)), neurons - (int)c), ref delta, i);
            }
        }
    }

    /// <summary>
    /// (F) <c>a_i = e^(z_i − m) / Σ e^(z_k − m)</c> with <c>m = max z</c>, so that no exponential overflows;
    /// <paramref name="a"/> may be <paramref name="z"/>. Padding becomes zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(ref float z, ref float a, nuint rows, nuint stride, nuint columns, int neurons)
    {
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

    /// <summary>Copies one row, the biases, to every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillRows(ref float row, ref float destination, nuint rows, nuint stride, nuint columns)
    {
        for (nuint first = 0; first < rows * stride; first += stride)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                Lanes.Store(Lanes.Load(in row, c), ref destination, first + c);
            }
        }
    }

    /// <summary>Sets every row to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClearRows(ref float destination, nuint rows, nuint stride, nuint columns)
    {
        for (nuint first = 0; first < rows * stride; first += stride)
        {
            for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
            {
                Lanes.Store(Lanes.Create(0f), ref destination, first + c);
            }
        }
    }

    /// <summary>(B4) <c>sums += Σ rows</c>, in ascending order of the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(ref float sums, ref float values, nuint rows, nuint stride, nuint columns)
    {
        for (nuint c = 0; c < columns; c += (nuint)Lanes.Count)
        {
            TVector sum = Lanes.Load(in sums, c);
            for (nuint i = c; i < rows * stride; i += stride)
            {
                sum = Lanes.Add(sum, Lanes.Load(in values, i));
            }

            Lanes.Store(sum, ref sums, c);
        }
    }

    /// <summary><c>values = factor · values</c>, for one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <summary>The largest of the first <paramref name="neurons"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Largest(TVector row, int neurons)
    {
        TVector least = Lanes.Create(float.NegativeInfinity);
        return Lanes.Max(Lanes.Select(Lanes.And(Lanes.LessThan(least, row), Lanes.FirstLanes(neurons)), row, least));
    }
}
