using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backprop.Numerics;

/// <summary>Eight lanes: AVX2 with fused multiply-add.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lanes256 : ILanes<Vector256<float>>
{
    /// <inheritdoc/>
    public int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Create(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Load(ref readonly float source, nuint index) => Vector256.LoadUnsafe(in source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public Vector256<float> LoadFirst(ref readonly float source, int count) => count <= 4
        ? Vector256.Create(default(Lanes128).LoadFirst(in source, count), Vector128<float>.Zero)
        : Vector256.Create(Vector128.LoadUnsafe(in source), default(Lanes128).LoadFirst(in Unsafe.Add(ref Unsafe.AsRef(in source), 4), count - 4));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Vector256<float> value, ref float destination, nuint index) => value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) => Vector256.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Negate(Vector256<float> value) => value ^ Vector256.Create(-0.0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Abs(Vector256<float> value) => Vector256.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> SquareRoot(Vector256<float> value) => Vector256.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> LessThan(Vector256<float> left, Vector256<float> right) => Vector256.LessThan(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> LessThanOrEqual(Vector256<float> left, Vector256<float> right) => Vector256.LessThanOrEqual(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Equal(Vector256<float> left, Vector256<float> right) => Vector256.Equals(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Select(Vector256<float> mask, Vector256<float> whenTrue, Vector256<float> whenFalse) => Vector256.ConditionalSelect(mask, whenTrue, whenFalse);

    /// <inheritdoc/>
    /// <remarks>x64 gives the second operand where either is NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> AtMost(Vector256<float> value, Vector256<float> limit) => Vector256.MinNative(limit, value);

    /// <inheritdoc/>
    /// <remarks>x64 gives the second operand where either is NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> AtLeast(Vector256<float> value, Vector256<float> limit) => Vector256.MaxNative(limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> And(Vector256<float> left, Vector256<float> right) => left & right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Or(Vector256<float> left, Vector256<float> right) => left | right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Xor(Vector256<float> left, Vector256<float> right) => left ^ right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> AddBits(Vector256<float> left, Vector256<float> right) => (left.AsInt32() + right.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> SubtractBits(Vector256<float> left, Vector256<float> right) => (left.AsInt32() - right.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ShiftLeft(Vector256<float> value, int count) => (value.AsInt32() << count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ShiftRight(Vector256<float> value, int count) => (value.AsInt32() >> count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> RotateLeft(Vector256<float> value, int count) => ((value.AsUInt32() << count) | (value.AsUInt32() >> (32 - count))).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ConvertBits(Vector256<float> value) => Vector256.ConvertToSingle(value.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> CreateBits(uint bits) => Vector256.Create(bits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> CountUp(uint first) => (Vector256<uint>.Indices + Vector256.Create(first)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> FirstLanes(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> FirstLanesOfEach(int count, int group) => Vector256.LessThan(Vector256<int>.Indices & Vector256.Create(group - 1), Vector256.Create(count)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> OneAt(int lane) => Vector256.Equals(Vector256<int>.Indices, Vector256.Create(lane)).AsSingle() & Vector256.Create(1f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Max(Vector256<float> value)
    {
        Vector128<float> lower = value.GetLower();
        Vector128<float> upper = value.GetUpper();
        return default(Lanes128).Max(Vector128.ConditionalSelect(Vector128.LessThan(lower, upper) | ~Vector128.Equals(lower, lower), upper, lower));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Dot(ref readonly float left, ref readonly float right, int columns)
    {
        Vector256<float> sum0 = Vector256<float>.Zero;
        Vector256<float> sum1 = Vector256<float>.Zero;
        int i = 0;
        for (; i <= columns - 16; i += 16)
        {
            sum0 = MultiplyAdd(Vector256.LoadUnsafe(in left, (nuint)i), Vector256.LoadUnsafe(in right, (nuint)i), sum0);
            sum1 = MultiplyAdd(Vector256.LoadUnsafe(in left, (nuint)(i + 8)), Vector256.LoadUnsafe(in right, (nuint)(i + 8)), sum1);
        }

        // At most fifteen columns are left: fewer registers than virtual lanes.
        if (i < columns)
        {
            sum0 = MultiplyAdd(Vector256.LoadUnsafe(in left, (nuint)i), Vector256.LoadUnsafe(in right, (nuint)i), sum0);
        }

        return SumLanes(sum0 + sum1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum(ref readonly float values, int columns)
    {
        Vector256<float> sum0 = Vector256<float>.Zero;
        Vector256<float> sum1 = Vector256<float>.Zero;
        int i = 0;
        for (; i <= columns - 16; i += 16)
        {
            sum0 += Vector256.LoadUnsafe(in values, (nuint)i);
            sum1 += Vector256.LoadUnsafe(in values, (nuint)(i + 8));
        }

        // At most fifteen columns are left: fewer registers than virtual lanes.
        if (i < columns)
        {
            sum0 += Vector256.LoadUnsafe(in values, (nuint)i);
        }

        return SumLanes(sum0 + sum1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> SumEach(Vector256<float> value, int group)
    {
        if (group > 4)
        {
            value += Vector256.Shuffle(value, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3));
        }

        value += Vector256.Shuffle(value, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5));
        value += Vector256.Shuffle(value, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
        return value + Vector256<float>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> MaxEach(Vector256<float> value, int group)
    {
        if (group > 4)
        {
            value = Larger(value, Vector256.Shuffle(value, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
        }

        value = Larger(value, Vector256.Shuffle(value, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        return Larger(value, Vector256.Shuffle(value, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirstOfEach(Vector256<float> value, int group, ref float destination, nuint index)
    {
        Unsafe.Add(ref destination, index) = value.ToScalar();
        if (group == 4)
        {
            Unsafe.Add(ref destination, index + 1) = value.GetUpper().ToScalar();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> LoadToEach(ref readonly float source, nuint index, int group)
    {
        ref float first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return group == 4
            ? Vector256.Create(Vector128.Create(first), Vector128.Create(Unsafe.Add(ref first, 1)))
            : Vector256.Create(first);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum(Vector256<float> value) => SumLanes(value);

    /// <summary>The sum of the lanes: <c>k</c> and <c>k + 4</c> first, then as <see cref="Lanes128.SumLanes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector256<float> value) => Lanes128.SumLanes(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Larger(Vector256<float> left, Vector256<float> right) => Vector256.ConditionalSelect(Vector256.LessThan(left, right), right, left);

    /// <inheritdoc cref="Lanes128.Fold"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fold(Vector256<float> left, Vector256<float> right, int distance)
        => distance switch
        {
            4 => FoldBy(left, right, Vector256.Create(-1, -1, -1, -1, 0, 0, 0, 0).AsSingle(), Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)),
            2 => FoldBy(left, right, Vector256.Create(-1, -1, 0, 0, -1, -1, 0, 0).AsSingle(), Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)),
            _ => FoldBy(left, right, Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle(), Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)),
        };

    /// <summary>The lower and the upper half of a vector, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AddHalves(Vector512<float> value) => value.GetLower() + value.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FoldBy(Vector256<float> left, Vector256<float> right, Vector256<float> isLower, Vector256<int> swapped)
        => Vector256.ConditionalSelect(isLower, left, right) + Vector256.Shuffle(Vector256.ConditionalSelect(isLower, right, left), swapped);
}
