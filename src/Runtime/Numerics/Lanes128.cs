using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Backprop.Numerics;

/// <summary>Four lanes: NEON, and x64 processors or ahead-of-time builds without AVX.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lanes128 : ILanes<Vector128<float>>
{
    /// <inheritdoc/>
    public int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Create(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Load(ref readonly float source, nuint index) => Vector128.LoadUnsafe(in source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public Vector128<float> LoadFirst(ref readonly float source, int count) => count switch
    {
        <= 0 => Vector128<float>.Zero,
        1 => Vector128.CreateScalar(source),
        2 => LoadTwo(in source),
        3 => LoadTwo(in source).WithElement(2, Unsafe.Add(ref Unsafe.AsRef(in source), 2)),
        _ => Vector128.LoadUnsafe(in source),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Vector128<float> value, ref float destination, nuint index) => value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) => Fma.IsSupported || AdvSimd.IsSupported ? Vector128.FusedMultiplyAdd(left, right, addend) : (left * right) + addend;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Negate(Vector128<float> value) => value ^ Vector128.Create(-0.0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Abs(Vector128<float> value) => Vector128.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> SquareRoot(Vector128<float> value) => Vector128.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> LessThan(Vector128<float> left, Vector128<float> right) => Vector128.LessThan(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> LessThanOrEqual(Vector128<float> left, Vector128<float> right) => Vector128.LessThanOrEqual(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Equal(Vector128<float> left, Vector128<float> right) => Vector128.Equals(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Select(Vector128<float> mask, Vector128<float> whenTrue, Vector128<float> whenFalse) => Vector128.ConditionalSelect(mask, whenTrue, whenFalse);

    /// <inheritdoc/>
    /// <remarks>x64 gives the second operand where either is NaN, and NEON NaN. Others are not known to do either.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> AtMost(Vector128<float> value, Vector128<float> limit)
        => Sse.IsSupported || AdvSimd.IsSupported ? Vector128.MinNative(limit, value) : Vector128.ConditionalSelect(Vector128.LessThan(limit, value), limit, value);

    /// <inheritdoc/>
    /// <remarks>As for <see cref="AtMost"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> AtLeast(Vector128<float> value, Vector128<float> limit)
        => Sse.IsSupported || AdvSimd.IsSupported ? Vector128.MaxNative(limit, value) : Vector128.ConditionalSelect(Vector128.LessThan(value, limit), limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> And(Vector128<float> left, Vector128<float> right) => left & right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Or(Vector128<float> left, Vector128<float> right) => left | right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Xor(Vector128<float> left, Vector128<float> right) => left ^ right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> AddBits(Vector128<float> left, Vector128<float> right) => (left.AsInt32() + right.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> SubtractBits(Vector128<float> left, Vector128<float> right) => (left.AsInt32() - right.AsInt32()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> ShiftLeft(Vector128<float> value, int count) => (value.AsInt32() << count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> ShiftRight(Vector128<float> value, int count) => (value.AsInt32() >> count).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> RotateLeft(Vector128<float> value, int count) => ((value.AsUInt32() << count) | (value.AsUInt32() >> (32 - count))).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> ConvertBits(Vector128<float> value) => Vector128.ConvertToSingle(value.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> CreateBits(uint bits) => Vector128.Create(bits).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> CountUp(uint first) => (Vector128<uint>.Indices + Vector128.Create(first)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> FirstLanes(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> FirstLanesOfEach(int count, int group) => Vector128.LessThan(Vector128<int>.Indices & Vector128.Create(group - 1), Vector128.Create(count)).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> OneAt(int lane) => Vector128.Equals(Vector128<int>.Indices, Vector128.Create(lane)).AsSingle() & Vector128.Create(1f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Max(Vector128<float> value)
    {
        Vector128<float> swapped = Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1));
        value = Vector128.ConditionalSelect(Vector128.LessThan(value, swapped) | ~Vector128.Equals(value, value), swapped, value);
        swapped = Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2));
        return Vector128.ConditionalSelect(Vector128.LessThan(value, swapped) | ~Vector128.Equals(value, value), swapped, value).ToScalar();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Dot(ref readonly float left, ref readonly float right, int columns)
    {
        Vector128<float> sum0 = Vector128<float>.Zero;
        Vector128<float> sum1 = Vector128<float>.Zero;
        Vector128<float> sum2 = Vector128<float>.Zero;
        Vector128<float> sum3 = Vector128<float>.Zero;
        int i = 0;
        for (; i <= columns - 16; i += 16)
        {
            sum0 = MultiplyAdd(Vector128.LoadUnsafe(in left, (nuint)i), Vector128.LoadUnsafe(in right, (nuint)i), sum0);
            sum1 = MultiplyAdd(Vector128.LoadUnsafe(in left, (nuint)(i + 4)), Vector128.LoadUnsafe(in right, (nuint)(i + 4)), sum1);
            sum2 = MultiplyAdd(Vector128.LoadUnsafe(in left, (nuint)(i + 8)), Vector128.LoadUnsafe(in right, (nuint)(i + 8)), sum2);
            sum3 = MultiplyAdd(Vector128.LoadUnsafe(in left, (nuint)(i + 12)), Vector128.LoadUnsafe(in right, (nuint)(i + 12)), sum3);
        }

        // At most fifteen columns are left: fewer registers than virtual lanes.
        if (i < columns)
        {
            sum0 = MultiplyAdd(Vector128.LoadUnsafe(in left, (nuint)i), Vector128.LoadUnsafe(in right, (nuint)i), sum0);
        }

        if (i + 4 < columns)
        {
            sum1 = MultiplyAdd(Vector128.LoadUnsafe(in left, (nuint)(i + 4)), Vector128.LoadUnsafe(in right, (nuint)(i + 4)), sum1);
        }

        if (i + 8 < columns)
        {
            sum2 = MultiplyAdd(Vector128.LoadUnsafe(in left, (nuint)(i + 8)), Vector128.LoadUnsafe(in right, (nuint)(i + 8)), sum2);
        }

        return SumLanes((sum0 + sum2) + (sum1 + sum3));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum(ref readonly float values, int columns)
    {
        Vector128<float> sum0 = Vector128<float>.Zero;
        Vector128<float> sum1 = Vector128<float>.Zero;
        Vector128<float> sum2 = Vector128<float>.Zero;
        Vector128<float> sum3 = Vector128<float>.Zero;
        int i = 0;
        for (; i <= columns - 16; i += 16)
        {
            sum0 += Vector128.LoadUnsafe(in values, (nuint)i);
            sum1 += Vector128.LoadUnsafe(in values, (nuint)(i + 4));
            sum2 += Vector128.LoadUnsafe(in values, (nuint)(i + 8));
            sum3 += Vector128.LoadUnsafe(in values, (nuint)(i + 12));
        }

        // At most fifteen columns are left: fewer registers than virtual lanes.
        if (i < columns)
        {
            sum0 += Vector128.LoadUnsafe(in values, (nuint)i);
        }

        if (i + 4 < columns)
        {
            sum1 += Vector128.LoadUnsafe(in values, (nuint)(i + 4));
        }

        if (i + 8 < columns)
        {
            sum2 += Vector128.LoadUnsafe(in values, (nuint)(i + 8));
        }

        return SumLanes((sum0 + sum2) + (sum1 + sum3));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> SumEach(Vector128<float> value, int group)
    {
        value += Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1));
        value += Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2));
        return value + Vector128<float>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> MaxEach(Vector128<float> value, int group)
    {
        value = Larger(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return Larger(value, Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirstOfEach(Vector128<float> value, int group, ref float destination, nuint index) => Unsafe.Add(ref destination, index) = value.ToScalar();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> LoadToEach(ref readonly float source, nuint index, int group) => Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum(Vector128<float> value) => SumLanes(value);

    /// <summary>The sum of the four lanes: lanes <c>k</c> and <c>k + 2</c>, then the two that remain; never −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector128<float> value)
    {
        value += Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1));

        // A vector that is wider than the row adds zeros that a narrower one does not: −0 would show that, + 0 hides it.
        return value.ToScalar() + value.GetElement(1) + 0f;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Larger(Vector128<float> left, Vector128<float> right) => Vector128.ConditionalSelect(Vector128.LessThan(left, right), right, left);

    /// <summary>The first two values, loaded at once: written one by one to memory, they would have to arrive there before they are read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LoadTwo(ref readonly float source)
        => Vector128.CreateScalar(Unsafe.ReadUnaligned<long>(in Unsafe.As<float, byte>(ref Unsafe.AsRef(in source)))).AsSingle();

    /// <summary>
    /// A step of several sums across lanes: of each <c>2 · distance</c> lanes, the lower half becomes <c>left[k] + left[k + distance]</c>,
    /// and the upper half <c>right[k] + right[k − distance]</c>.
    /// </summary>
    /// <param name="left">What the lower lanes are sums of.</param>
    /// <param name="right">What the upper lanes are sums of.</param>
    /// <param name="distance">A constant, a power of two below the number of lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fold(Vector128<float> left, Vector128<float> right, int distance)
        => distance switch
        {
            2 => FoldBy(left, right, Vector128.Create(-1, -1, 0, 0).AsSingle(), Vector128.Create(2, 3, 0, 1)),
            _ => FoldBy(left, right, Vector128.Create(-1, 0, -1, 0).AsSingle(), Vector128.Create(1, 0, 3, 2)),
        };

    /// <summary>The lower and the upper half of a vector, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddHalves(Vector256<float> value) => value.GetLower() + value.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FoldBy(Vector128<float> left, Vector128<float> right, Vector128<float> isLower, Vector128<int> swapped)
        => Vector128.ConditionalSelect(isLower, left, right) + Vector128.Shuffle(Vector128.ConditionalSelect(isLower, right, left), swapped);
}
