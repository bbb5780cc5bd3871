using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backprop.Numerics;

/// <summary>Sixteen lanes: AVX-512.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lanes512 : ILanes<Vector512<float>>
{
    /// <inheritdoc/>
    public int Count => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Create(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Load(ref readonly float source, nuint index) => Vector512.LoadUnsafe(in source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public Vector512<float> LoadFirst(ref readonly float source, int count) => count <= 8
        ? Vector512.Create(default(Lanes256).LoadFirst(in source, count), Vector256<float>.Zero)
        : Vector512.Create(Vector256.LoadUnsafe(in source), default(Lanes256).LoadFirst(in Unsafe.Add(ref Unsafe.AsRef(in source), 8), count - 8));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Vector512<float> value, ref float destination, nuint index) => value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) => Vector512.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Negate(Vector512<float> value) => value ^ Vector512.Create(-0.0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Abs(Vector512<float> value) => Vector512.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> LessThan(Vector512<float> left, Vector512<float> right) => Vector512.LessThan(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> LessThanOrEqual(Vector512<float> left, Vector512<float> right) => Vector512.LessThanOrEqual(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Equal(Vector512<float> left, Vector512<float> right) => Vector512.Equals(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Select(Vector512<float> mask, Vector512<float> whenTrue, Vector512<float> whenFalse) => Vector512.ConditionalSelect(mask, whenTrue, whenFalse);

    /// <inheritdoc/>
    /// <remarks>x64 gives the second operand where either is NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> AtMost(Vector512<float> value, Vector512<float> limit) => Vector512.MinNative(limit, value);

    /// <inheritdoc/>
    /// <remarks>x64 gives the second operand where either is NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> AtLeast(Vector512<float> value, Vector512<float> limit) => Vector512.MaxNative(limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> And(Vector512<float> left, Vector512<float> right) => left & right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Or(Vector512<float> left, Vector512<float> right) => left | right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Xor(Vector512<float> left, Vector512<float> right) => left ^ right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> AddBits(Vector512<float> left, Vector512<float> right) => (left.AsInt32() + right.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> SubtractBits(Vector512<float> left, Vector512<float> right) => (left.AsInt32() - right.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> ShiftLeft(Vector512<float> value, int count) => (value.AsInt32() << count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> ShiftRight(Vector512<float> value, int count) => (value.AsInt32() >> count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> RotateLeft(Vector512<float> value, int count) => ((value.AsUInt32() << count) | (value.AsUInt32() >> (32 - count))).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> ConvertBits(Vector512<float> value) => Vector512.ConvertToSingle(value.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> CreateBits(uint bits) => Vector512.Create(bits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> CountUp(uint first) => (Vector512<uint>.Indices + Vector512.Create(first)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> FirstLanes(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> FirstLanesOfEach(int count, int group) => Vector512.LessThan(Vector512<int>.Indices & Vector512.Create(group - 1), Vector512.Create(count)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> OneAt(int lane) => Vector512.Equals(Vector512<int>.Indices, Vector512.Create(lane)).AsSingle() & Vector512.Create(1f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Max(Vector512<float> value)
    {
        Vector256<float> lower = value.GetLower();
        Vector256<float> upper = value.GetUpper();
        return default(Lanes256).Max(Vector256.ConditionalSelect(Vector256.LessThan(lower, upper) | ~Vector256.Equals(lower, lower), upper, lower));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Dot(ref readonly float left, ref readonly float right, int columns)
    {
        Vector512<float> sum0 = Vector512<float>.Zero;
        int i = 0;
        for (; i <= columns - 16; i += 16)
        {
            sum0 = MultiplyAdd(Vector512.LoadUnsafe(in left, (nuint)i), Vector512.LoadUnsafe(in right, (nuint)i), sum0);
        }

        return SumLanes(sum0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum(ref readonly float values, int columns)
    {
        Vector512<float> sum0 = Vector512<float>.Zero;
        int i = 0;
        for (; i <= columns - 16; i += 16)
        {
            sum0 += Vector512.LoadUnsafe(in values, (nuint)i);
        }

        return SumLanes(sum0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> SumEach(Vector512<float> value, int group)
    {
        if (group > 8)
        {
            value += Vector512.Shuffle(value, Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
        }

        if (group > 4)
        {
            value += Vector512.Shuffle(value, Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
        }

        value += Vector512.Shuffle(value, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
        value += Vector512.Shuffle(value, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
        return value + Vector512<float>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> MaxEach(Vector512<float> value, int group)
    {
        if (group > 8)
        {
            value = Larger(value, Vector512.Shuffle(value, Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)));
        }

        if (group > 4)
        {
            value = Larger(value, Vector512.Shuffle(value, Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)));
        }

        value = Larger(value, Vector512.Shuffle(value, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)));
        return Larger(value, Vector512.Shuffle(value, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirstOfEach(Vector512<float> value, int group, ref float destination, nuint index)
    {
        if (group == 4)
        {
            Vector512.Shuffle(value, Vector512.Create(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).GetLower().GetLower().StoreUnsafe(ref destination, index);
        }
        else if (group == 8)
        {
            Unsafe.Add(ref destination, index) = value.ToScalar();
            Unsafe.Add(ref destination, index + 1) = value.GetUpper().ToScalar();
        }
        else
        {
            Unsafe.Add(ref destination, index) = value.ToScalar();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> LoadToEach(ref readonly float source, nuint index, int group)
    {
        ref float first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return group switch
        {
            4 => Vector512.Shuffle(Vector128.LoadUnsafe(ref first).ToVector256Unsafe().ToVector512Unsafe(), Vector512.Create(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)),
            8 => Vector512.Create(Vector256.Create(first), Vector256.Create(Unsafe.Add(ref first, 1))),
            _ => Vector512.Create(first),
        };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum(Vector512<float> value) => SumLanes(value);

    /// <summary>The sum of the lanes: <c>k</c> and <c>k + 8</c> first, then as <see cref="Lanes256.SumLanes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector512<float> value) => Lanes256.SumLanes(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Larger(Vector512<float> left, Vector512<float> right) => Vector512.ConditionalSelect(Vector512.LessThan(left, right), right, left);

    /// <inheritdoc cref="Lanes128.Fold"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fold(Vector512<float> left, Vector512<float> right, int distance)
        => distance switch
        {
            8 => FoldBy(left, right, Vector512.Create(-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0).AsSingle(), Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)),
            4 => FoldBy(left, right, Vector512.Create(-1, -1, -1, -1, 0, 0, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0).AsSingle(), Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)),
            2 => FoldBy(left, right, Vector512.Create(-1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0).AsSingle(), Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)),
            _ => FoldBy(left, right, Vector512.Create(-1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0).AsSingle(), Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FoldBy(Vector512<float> left, Vector512<float> right, Vector512<float> isLower, Vector512<int> swapped)
        => Vector512.ConditionalSelect(isLower, left, right) + Vector512.Shuffle(Vector512.ConditionalSelect(isLower, right, left), swapped);
}
