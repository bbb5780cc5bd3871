using System.ComponentModel;

namespace Backprop.Numerics;

/// <summary>
/// One vector width: the operations that every numeric routine of the runtime is written in, once, for
/// <see cref="Lanes512"/>, <see cref="Lanes256"/>, <see cref="Lanes128"/> and <see cref="LanesScalar"/>.
/// </summary>
/// <remarks>
/// <para>
/// Implementations are empty structs and used as <c>default(TLanes)</c>, so that the compiler sees the width as a constant.
/// Each operation is the IEEE 754 operation of its name, correctly rounded in each lane, so that a routine gives the same bits
/// at every width. The exception is <see cref="MultiplyAdd"/> on hardware without fused multiply-add: see there.
/// </para>
/// <para>A mask is a vector whose lanes are all ones (true) or all zeros (false).</para>
/// </remarks>
/// <typeparam name="TVector">The register type: <c>Vector512&lt;float&gt;</c>, …, <c>float</c>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>The number of lanes: 16, 8, 4 or 1.</summary>
    int Count { get; }

    /// <summary><paramref name="value"/> in every lane.</summary>
    TVector Create(float value);

    /// <summary>The <see cref="Count"/> values that start <paramref name="index"/> values after <paramref name="source"/>.</summary>
    TVector Load(ref readonly float source, nuint index);

    /// <summary>The first <paramref name="count"/> (0 … <see cref="Count"/>) values of <paramref name="source"/>, zero in the other lanes; nothing after them is read.</summary>
    TVector LoadFirst(ref readonly float source, int count);

    /// <summary>Writes all lanes, <paramref name="index"/> values after <paramref name="destination"/>.</summary>
    void Store(TVector value, ref float destination, nuint index);

    /// <summary><c>left + right</c>.</summary>
    TVector Add(TVector left, TVector right);

    /// <summary><c>left − right</c>.</summary>
    TVector Subtract(TVector left, TVector right);

    /// <summary><c>left · right</c>.</summary>
    TVector Multiply(TVector left, TVector right);

    /// <summary><c>left / right</c>.</summary>
    TVector Divide(TVector left, TVector right);

    /// <summary>
    /// <c>left · right + addend</c>, rounded once where the hardware has fused multiply-add, and otherwise twice: the only
    /// operation whose bits depend on the processor (<c>docs/determinism.md</c>).
    /// </summary>
    TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary><c>−value</c>: the sign bit flipped.</summary>
    TVector Negate(TVector value);

    /// <summary><c>|value|</c>: the sign bit cleared.</summary>
    TVector Abs(TVector value);

    /// <summary>The square root.</summary>
    TVector SquareRoot(TVector value);

    /// <summary>A mask: <c>left &lt; right</c>; false where either is NaN.</summary>
    TVector LessThan(TVector left, TVector right);

    /// <summary>A mask: <c>left ≤ right</c>; false where either is NaN.</summary>
    TVector LessThanOrEqual(TVector left, TVector right);

    /// <summary>A mask: <c>left = right</c>; false where either is NaN.</summary>
    TVector Equal(TVector left, TVector right);

    /// <summary><paramref name="whenTrue"/> where <paramref name="mask"/> is true, else <paramref name="whenFalse"/>.</summary>
    TVector Select(TVector mask, TVector whenTrue, TVector whenFalse);

    /// <summary><paramref name="value"/>, or <paramref name="limit"/>, which must not be 0, where it is above that; NaN stays.</summary>
    TVector AtMost(TVector value, TVector limit);

    /// <summary><paramref name="value"/>, or <paramref name="limit"/>, which must not be 0, where it is below that; NaN stays.</summary>
    TVector AtLeast(TVector value, TVector limit);

    /// <summary>The bitwise and.</summary>
    TVector And(TVector left, TVector right);

    /// <summary>The bitwise or.</summary>
    TVector Or(TVector left, TVector right);

    /// <summary>The bitwise exclusive or.</summary>
    TVector Xor(TVector left, TVector right);

    /// <summary>The lanes' bits as 32-bit integers, added with wrap-around.</summary>
    TVector AddBits(TVector left, TVector right);

    /// <summary>The lanes' bits as 32-bit integers, subtracted with wrap-around.</summary>
    TVector SubtractBits(TVector left, TVector right);

    /// <summary>The lanes' bits as 32-bit integers, shifted left by <paramref name="count"/> (0 … 31).</summary>
    TVector ShiftLeft(TVector value, int count);

    /// <summary>The lanes' bits as signed 32-bit integers, shifted right by <paramref name="count"/> (0 … 31), the sign kept.</summary>
    TVector ShiftRight(TVector value, int count);

    /// <summary>The lanes' bits as 32-bit integers, rotated left by <paramref name="count"/> (1 … 31).</summary>
    TVector RotateLeft(TVector value, int count);

    /// <summary>The lanes' bits as signed 32-bit integers, converted to the nearest <see cref="float"/>.</summary>
    TVector ConvertBits(TVector value);

    /// <summary><paramref name="bits"/> in every lane, as the bits of a <see cref="float"/>.</summary>
    TVector CreateBits(uint bits);

    /// <summary><paramref name="first"/> and the numbers after it, with wrap-around, one in each lane, as the bits of <see cref="float"/>s.</summary>
    TVector CountUp(uint first);

    /// <summary>A mask that is true in the first <paramref name="count"/> lanes; none if it is negative, all if it is <see cref="Count"/> or more.</summary>
    TVector FirstLanes(int count);

    /// <summary>A mask that is true in the first <paramref name="count"/> lanes of each group of <paramref name="group"/>; see <see cref="SumEach"/>.</summary>
    TVector FirstLanesOfEach(int count, int group);

    /// <summary>1 in lane <paramref name="lane"/>, 0 in the others, and in all if there is no such lane: a piece of a one-hot row.</summary>
    TVector OneAt(int lane);

    /// <summary>The largest lane; a NaN lane counts as the smallest.</summary>
    float Max(TVector value);

    /// <summary>
    /// The sum of <c>left[i] · right[i]</c> for <c>i</c> from 0 up to <paramref name="columns"/>, a multiple of <see cref="Count"/>,
    /// in an order that does not depend on the width: element <c>i</c> belongs to virtual lane <c>i mod 16</c>; each lane adds up
    /// its products by <see cref="MultiplyAdd"/>, from zero, in ascending order; then lane <c>k</c> and <c>k + 8</c> are added,
    /// <c>k</c> and <c>k + 4</c>, <c>k</c> and <c>k + 2</c>, and the last two. <see cref="LanesScalar"/> has one virtual lane.
    /// </summary>
    float Dot(ref readonly float left, ref readonly float right, int columns);

    /// <summary>The sum of <c>values[i]</c>, in the order of <see cref="Dot"/>, with additions in place of products.</summary>
    float Sum(ref readonly float values, int columns);

    /// <summary>
    /// The sum of each group of <paramref name="group"/> lanes (4, 8 or 16, and at most <see cref="Count"/>), in all lanes of the group:
    /// that of a row of so many columns, in the order of <c>Sum</c>.
    /// </summary>
    TVector SumEach(TVector value, int group);

    /// <summary>The largest lane of each group, in all lanes of the group. No lane is NaN.</summary>
    TVector MaxEach(TVector value, int group);

    /// <summary>Writes the first lane of each group, one beside the other, and nothing else, <paramref name="index"/> values after <paramref name="destination"/>.</summary>
    void StoreFirstOfEach(TVector value, int group, ref float destination, nuint index);

    /// <summary>A value for each group, in all its lanes: those that start <paramref name="index"/> values after <paramref name="source"/>, and nothing else is read.</summary>
    TVector LoadToEach(ref readonly float source, nuint index, int group);

    /// <summary>The sum of the lanes, in the same order.</summary>
    float Sum(TVector value);
}
