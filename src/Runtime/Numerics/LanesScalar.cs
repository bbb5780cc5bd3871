using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Backprop.Numerics;

/// <summary>One lane, for hardware without vectors. Multiplies and adds separately: no such hardware fuses them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LanesScalar : ILanes<float>
{
    /// <inheritdoc/>
    public int Count => 1;

    /// <inheritdoc/>
    public float Create(float value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Load(ref readonly float source, nuint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);

    /// <inheritdoc/>
    public float LoadFirst(ref readonly float source, int count) => count > 0 ? source : 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float value, ref float destination, nuint index) => Unsafe.Add(ref destination, index) = value;

    /// <inheritdoc/>
    public float Add(float left, float right) => left + right;

    /// <inheritdoc/>
    public float Subtract(float left, float right) => left - right;

    /// <inheritdoc/>
    public float Multiply(float left, float right) => left * right;

    /// <inheritdoc/>
    public float Divide(float left, float right) => left / right;

    /// <inheritdoc/>
    public float MultiplyAdd(float left, float right, float addend) => (left * right) + addend;

    /// <inheritdoc/>
    public float Negate(float value) => -value;

    /// <inheritdoc/>
    public float Abs(float value) => MathF.Abs(value);

    /// <inheritdoc/>
    public float SquareRoot(float value) => MathF.Sqrt(value);

    /// <inheritdoc/>
    public float LessThan(float left, float right) => Mask(left < right);

    /// <inheritdoc/>
    public float LessThanOrEqual(float left, float right) => Mask(left <= right);

    /// <inheritdoc/>
    public float Equal(float left, float right) => Mask(left == right);

    /// <inheritdoc/>
    public float Select(float mask, float whenTrue, float whenFalse) => Bits(mask) != 0 ? whenTrue : whenFalse;

    /// <inheritdoc/>
    public float AtMost(float value, float limit) => limit < value ? limit : value;

    /// <inheritdoc/>
    public float AtLeast(float value, float limit) => value < limit ? limit : value;

    /// <inheritdoc/>
    public float And(float left, float right) => FromBits(Bits(left) & Bits(right));

    /// <inheritdoc/>
    public float Or(float left, float right) => FromBits(Bits(left) | Bits(right));

    /// <inheritdoc/>
    public float Xor(float left, float right) => FromBits(Bits(left) ^ Bits(right));

    /// <inheritdoc/>
    public float AddBits(float left, float right) => FromBits(unchecked(Bits(left) + Bits(right)));

    /// <inheritdoc/>
    public float SubtractBits(float left, float right) => FromBits(unchecked(Bits(left) - Bits(right)));

    /// <inheritdoc/>
    public float ShiftLeft(float value, int count) => FromBits(Bits(value) << count);

    /// <inheritdoc/>
    public float ShiftRight(float value, int count) => FromBits(Bits(value) >> count);

    /// <inheritdoc/>
    public float RotateLeft(float value, int count) => CreateBits(BitOperations.RotateLeft(BitConverter.SingleToUInt32Bits(value), count));

    /// <inheritdoc/>
    public float ConvertBits(float value) => Bits(value);

    /// <inheritdoc/>
    public float CreateBits(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    /// <inheritdoc/>
    public float CountUp(uint first) => CreateBits(first);

    /// <inheritdoc/>
    public float FirstLanes(int count) => Mask(count > 0);

    /// <inheritdoc/>
    public float FirstLanesOfEach(int count, int group) => Mask(count > 0);

    /// <inheritdoc/>
    public float OneAt(int lane) => lane == 0 ? 1f : 0f;

    /// <inheritdoc/>
    public float Max(float value) => value;

    /// <inheritdoc/>
    public float Dot(ref readonly float left, ref readonly float right, int columns)
    {
        float sum = 0f;
        for (nuint i = 0; i < (nuint)columns; i++)
        {
            sum = MultiplyAdd(Load(in left, i), Load(in right, i), sum);
        }

        return sum;
    }

    /// <inheritdoc/>
    public float Sum(ref readonly float values, int columns)
    {
        float sum = 0f;
        for (nuint i = 0; i < (nuint)columns; i++)
        {
            sum += Load(in values, i);
        }

        return sum;
    }

    /// <inheritdoc/>
    public float SumEach(float value, int group) => value + 0f;

    /// <inheritdoc/>
    public float MaxEach(float value, int group) => value;

    /// <inheritdoc/>
    public void StoreFirstOfEach(float value, int group, ref float destination, nuint index) => Store(value, ref destination, index);

    /// <inheritdoc/>
    public float LoadToEach(ref readonly float source, nuint index, int group) => Load(in source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum(float value) => value;

    private static float Mask(bool condition) => FromBits(condition ? -1 : 0);

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static float FromBits(int bits) => BitConverter.Int32BitsToSingle(bits);
}
