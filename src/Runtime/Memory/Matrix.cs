using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Backprop.Memory;

/// <summary>Moves of rows between layouts; no arithmetic. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Matrix
{
    private const int RowsAtOnce = 8;

    /// <summary>Writes <c>rows × columns</c> values as <c>columns × rows</c>, with zeros in the padding of each written row.</summary>
    /// <param name="source">The first value of rows that are <paramref name="sourceStride"/> apart.</param>
    /// <param name="rows">The rows of the source.</param>
    /// <param name="columns">The columns of the source.</param>
    /// <param name="sourceStride">From row to row of the source.</param>
    /// <param name="destination">The first value of rows that are <paramref name="destinationStride"/> apart.</param>
    /// <param name="width">The values that are written of each row of the destination: <paramref name="rows"/>, and zeros.</param>
    /// <param name="destinationStride">From row to row of the destination.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ref float source, int rows, int columns, int sourceStride, ref float destination, int width, int destinationStride)
    {
        int wholeColumns = columns & -4;

        // Eight rows at a time: more of them would not fit into the few sets of the cache that rows a power of two apart share.
        for (int firstRow = 0; firstRow < width; firstRow += RowsAtOnce)
        {
            int end = Math.Min(firstRow + RowsAtOnce, width);
            for (int column = 0; column < wholeColumns; column += 4)
            {
                for (int row = firstRow; row + 4 <= end; row += 4)
                {
                    ref float square = ref Unsafe.Add(ref destination, ((nint)column * destinationStride) + row);
                    if (row + 4 <= rows)
                    {
                        Transpose4x4(ref Unsafe.Add(ref source, ((nint)row * sourceStride) + column), (nuint)sourceStride, ref square, (nuint)destinationStride);
                    }
                    else if (row >= rows)
                    {
                        Clear4x4(ref square, (nuint)destinationStride);
                    }
                }
            }

            // What no square covers: the rows of one that they fill in part, and columns at the end.
            for (int row = firstRow; row < end; row++)
            {
                int first = row & -4;
                bool isInSquare = first + 4 <= end && (first + 4 <= rows || first >= rows);
                for (int column = isInSquare ? wholeColumns : 0; column < columns; column++)
                {
                    Unsafe.Add(ref destination, ((nint)column * destinationStride) + row) = row < rows ? Unsafe.Add(ref source, ((nint)row * sourceStride) + column) : 0f;
                }
            }
        }
    }

    /// <summary>Copies the first <paramref name="columns"/> values of each row to rows without padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyRows(ref float source, nuint rows, int sourceStride, int columns, ref float destination)
    {
        for (nuint row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref source, row * (nuint)sourceStride);
            ref float to = ref Unsafe.Add(ref destination, row * (nuint)columns);
            MemoryMarshal.CreateReadOnlySpan(ref from, columns).CopyTo(MemoryMarshal.CreateSpan(ref to, columns));
        }
    }

    /// <summary>Sets <paramref name="count"/> values to zero.</summary>
    public static void Clear(ref float values, int count) => MemoryMarshal.CreateSpan(ref values, count).Clear();

    /// <summary>The index of the largest of <paramref name="count"/> values; the first of equals, 0 if all are NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfLargest(ref float values, int count)
    {
        int index = 0;
        float largest = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
        {
            float value = Unsafe.Add(ref values, i);
            if (value > largest)
            {
                largest = value;
                index = i;
            }
        }

        return index;
    }

    /// <summary>The part of <paramref name="memory"/>, on the stack, that starts on a 64-byte boundary: at most 15 floats are lost.</summary>
    public static unsafe ref float Align(Span<float> memory)
    {
        ref float first = ref MemoryMarshal.GetReference(memory);
        nuint address = (nuint)Unsafe.AsPointer(ref first);
        return ref Unsafe.AddByteOffset(ref first, (nuint)(-(nint)address & 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(ref float source, nuint sourceStride, ref float destination, nuint destinationStride)
    {
        Vector128<float> row0 = Vector128.LoadUnsafe(ref source);
        Vector128<float> row1 = Vector128.LoadUnsafe(ref source, sourceStride);
        Vector128<float> row2 = Vector128.LoadUnsafe(ref source, 2 * sourceStride);
        Vector128<float> row3 = Vector128.LoadUnsafe(ref source, 3 * sourceStride);

        Vector128<double> low01 = ZipLow(row0, row1);
        Vector128<double> low23 = ZipLow(row2, row3);
        Vector128<double> high01 = ZipHigh(row0, row1);
        Vector128<double> high23 = ZipHigh(row2, row3);

        ZipLow(low01, low23).AsSingle().StoreUnsafe(ref destination);
        ZipHigh(low01, low23).AsSingle().StoreUnsafe(ref destination, destinationStride);
        ZipLow(high01, high23).AsSingle().StoreUnsafe(ref destination, 2 * destinationStride);
        ZipHigh(high01, high23).AsSingle().StoreUnsafe(ref destination, 3 * destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear4x4(ref float destination, nuint stride)
    {
        Vector128<float> zero = Vector128<float>.Zero;
        zero.StoreUnsafe(ref destination);
        zero.StoreUnsafe(ref destination, stride);
        zero.StoreUnsafe(ref destination, 2 * stride);
        zero.StoreUnsafe(ref destination, 3 * stride);
    }

    // Pairs of floats, moved on as doubles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ZipLow(Vector128<float> left, Vector128<float> right)
        => Sse.IsSupported ? Sse.UnpackLow(left, right).AsDouble()
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right).AsDouble()
        : Vector128.Create(left[0], right[0], left[1], right[1]).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ZipHigh(Vector128<float> left, Vector128<float> right)
        => Sse.IsSupported ? Sse.UnpackHigh(left, right).AsDouble()
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right).AsDouble()
        : Vector128.Create(left[2], right[2], left[3], right[3]).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ZipLow(Vector128<double> left, Vector128<double> right)
        => Sse2.IsSupported ? Sse2.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ZipHigh(Vector128<double> left, Vector128<double> right)
        => Sse2.IsSupported ? Sse2.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[1], right[1]);
}
