using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;

namespace Backprop;

/// <summary>
/// Brings columns of very different ranges onto one scale, on which networks learn much better: <c>(x − offset) · factor</c>, with an
/// offset and a factor for each column. It is fitted on the rows to train on, and applied to all that the network ever sees.
/// </summary>
/// <remarks>
/// <code>
/// Scaler scaler = Scaler.FitStandard(train);
/// network.Fit(scaler.Apply(train), options);
/// scaler.Apply(row);                    // a row to predict, in place
/// </code>
/// <para>
/// Fitting and scaling compute in <see cref="double"/> with operations that are exactly rounded: the same bits on every machine. A column whose values are all
/// the same is moved, and not stretched. The weights of rows do not count.
/// </para>
/// <para>Immutable: any number of threads may use it at once. <see cref="Offsets"/> and <see cref="Factors"/>, or <see cref="Write"/>, keep it beside the parameters of the network.</para>
/// </remarks>
public sealed class Scaler
{
    private const int ColumnBytes = 2 * sizeof(double);

    private readonly double[] _offsets;
    private readonly double[] _factors;

    /// <summary>A scaler that was fitted before.</summary>
    /// <param name="offsets">What is subtracted, for each column: finite.</param>
    /// <param name="factors">What is multiplied by then, for each column: finite, not 0.</param>
    /// <exception cref="ArgumentException">A length is wrong or a value is out of its range: the message names its column.</exception>
    public Scaler(ReadOnlySpan<double> offsets, ReadOnlySpan<double> factors)
    {
        if (ProblemOf(offsets, factors) is var (name, problem))
        {
            throw new ArgumentException($"{name}: {problem}", name);
        }

        _offsets = offsets.ToArray();
        _factors = factors.ToArray();
    }

    /// <summary>The columns of a row.</summary>
    public int ColumnCount => _offsets.Length;

    /// <summary>What is subtracted, for each column.</summary>
    public ReadOnlySpan<double> Offsets => _offsets;

    /// <summary>What is multiplied by then, for each column.</summary>
    public ReadOnlySpan<double> Factors => _factors;

    /// <summary>Fits the inputs' range: the least value of a column becomes <paramref name="low"/>, the largest <paramref name="high"/>.</summary>
    /// <param name="train">The rows to train on, without those to validate or test with.</param>
    /// <param name="low">Where a column that is all the same goes, too.</param>
    /// <param name="high">Above <paramref name="low"/>.</param>
    /// <returns>A scaler for rows of inputs.</returns>
    /// <exception cref="ArgumentException">A bound is not finite, or they are in the wrong order.</exception>
    public static Scaler FitMinMax(Dataset train, float low = 0f, float high = 1f)
    {
        ArgumentNullException.ThrowIfNull(train);
        return FitMinMax(train.Inputs, train.InputSize, low, high);
    }

    /// <summary>Fits the inputs' mean and standard deviation (the population's, <c>√(Σ(x − mean)² / n)</c>): they become 0 and 1, the z-score.</summary>
    /// <param name="train">The rows to train on, without those to validate or test with.</param>
    /// <returns>A scaler for rows of inputs.</returns>
    public static Scaler FitStandard(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return FitStandard(train.Inputs, train.InputSize);
    }

    /// <summary>As <see cref="FitMinMax(Dataset, float, float)"/>, the targets: for regression. <see cref="Invert"/> brings the network's outputs back to their scale.</summary>
    /// <param name="train">The rows to train on, without those to validate or test with.</param>
    /// <param name="low">Where a column that is all the same goes, too.</param>
    /// <param name="high">Above <paramref name="low"/>.</param>
    /// <returns>A scaler for rows of targets and of outputs.</returns>
    /// <exception cref="ArgumentException">The rows have no targets, a bound is not finite, or they are in the wrong order.</exception>
    public static Scaler FitMinMaxTargets(Dataset train, float low = 0f, float high = 1f)
    {
        CheckHasTargets(train, nameof(train));
        return FitMinMax(train.Targets, train.TargetSize, low, high);
    }

    /// <summary>As <see cref="FitStandard(Dataset)"/>, the targets: for regression. <see cref="Invert"/> brings the network's outputs back to their scale.</summary>
    /// <param name="train">The rows to train on, without those to validate or test with.</param>
    /// <returns>A scaler for rows of targets and of outputs.</returns>
    /// <exception cref="ArgumentException">The rows have no targets.</exception>
    public static Scaler FitStandardTargets(Dataset train)
    {
        CheckHasTargets(train, nameof(train));
        return FitStandard(train.Targets, train.TargetSize);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and no byte more.</summary>
    /// <param name="stream">Where it stands.</param>
    /// <returns>The same scaler.</returns>
    /// <exception cref="InvalidDataException">There is no scaler.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within it.</exception>
    public static Scaler Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> bytes = stackalloc byte[ColumnBytes];
        Span<byte> header = bytes[..(Magic.Length + sizeof(int))];
        stream.ReadExactly(header);
        int count = BinaryPrimitives.ReadInt32LittleEndian(header[Magic.Length..]);
        if (!header.StartsWith(Magic))
        {
            throw new InvalidDataException($"stream: expected the magic 0x{Convert.ToHexString(Magic)} of a scaler, got 0x{Convert.ToHexString(header[..Magic.Length])}.");
        }

        if (count < 1)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"stream: expected at least 1 column, got {count}."));
        }

        // The memory taken follows what the stream holds, not what its header claims.
        var offsets = new ArrayBufferWriter<double>();
        var factors = new ArrayBufferWriter<double>();
        for (int column = 0; column < count; column++)
        {
            stream.ReadExactly(bytes);
            offsets.Write([BinaryPrimitives.ReadDoubleLittleEndian(bytes)]);
            factors.Write([BinaryPrimitives.ReadDoubleLittleEndian(bytes[sizeof(double)..])]);
        }

        return ProblemOf(offsets.WrittenSpan, factors.WrittenSpan) is var (name, problem)
            ? throw new InvalidDataException($"stream, {name}: {problem}.")
            : new Scaler(offsets.WrittenSpan, factors.WrittenSpan);
    }

    /// <summary>Writes 8 bytes and 16 for each column: "BPSC", the number of columns, and their offsets and factors, least significant byte first.</summary>
    /// <param name="stream">Left open.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> bytes = stackalloc byte[ColumnBytes];
        Span<byte> header = bytes[..(Magic.Length + sizeof(int))];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[Magic.Length..], ColumnCount);
        stream.Write(header);
        for (int column = 0; column < ColumnCount; column++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, _offsets[column]);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[sizeof(double)..], _factors[column]);
            stream.Write(bytes);
        }
    }

    /// <summary>The same rows with scaled inputs.</summary>
    /// <param name="data">Rows of <see cref="ColumnCount"/> inputs; they stay as they are.</param>
    /// <returns>A data set with inputs of its own.</returns>
    /// <exception cref="ArgumentException">The rows have more or fewer inputs, or a scaled one is beyond the largest <see cref="float"/>.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckColumns(data.InputSize, "input");
        float[] inputs = data.Inputs.ToArray();
        Apply(inputs);
        return data.WithInputs(inputs);
    }

    /// <summary>The same rows with scaled targets.</summary>
    /// <param name="data">Rows of <see cref="ColumnCount"/> targets; they stay as they are.</param>
    /// <returns>A data set with targets of its own.</returns>
    /// <exception cref="ArgumentException">The rows have more or fewer targets, or none, or a scaled one is beyond the largest <see cref="float"/>.</exception>
    public Dataset ApplyToTargets(Dataset data)
    {
        CheckHasTargets(data, nameof(data));
        CheckColumns(data.TargetSize, "target");
        float[] targets = data.Targets.ToArray();
        Apply(targets);
        return data.WithTargets(targets);
    }

    /// <summary>Scales rows where they are: what is to be predicted. Allocates nothing.</summary>
    /// <param name="rows">Whole rows of <see cref="ColumnCount"/> values, changed to <c>(x − offset) · factor</c>.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public void Apply(Span<float> rows)
    {
        CheckRows(rows);
        for (; !rows.IsEmpty; rows = rows[ColumnCount..])
        {
            for (int column = 0; column < _offsets.Length; column++)
            {
                rows[column] = (float)((rows[column] - _offsets[column]) * _factors[column]);
            }
        }
    }

    /// <summary>Brings scaled rows back where they are: what a network predicted of scaled targets. Allocates nothing.</summary>
    /// <param name="rows">Whole rows of <see cref="ColumnCount"/> values, changed to <c>x / factor + offset</c>.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public void Invert(Span<float> rows)
    {
        CheckRows(rows);
        for (; !rows.IsEmpty; rows = rows[ColumnCount..])
        {
            for (int column = 0; column < _offsets.Length; column++)
            {
                rows[column] = (float)((rows[column] / _factors[column]) + _offsets[column]);
            }
        }
    }

    /// <summary>For example "scaler of 4 columns".</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"scaler of {Quantity.Of(ColumnCount, "column")}";

    private static ReadOnlySpan<byte> Magic => "BPSC"u8;

    private static (string Name, string Problem)? ProblemOf(ReadOnlySpan<double> offsets, ReadOnlySpan<double> factors)
    {
        if (offsets.IsEmpty)
        {
            return (nameof(offsets), "expected at least one, got none");
        }

        if (factors.Length != offsets.Length)
        {
            return (nameof(factors), string.Create(CultureInfo.InvariantCulture, $"expected {Quantity.Of(offsets.Length, "factor")}, one for each offset, got {factors.Length}"));
        }

        for (int column = 0; column < offsets.Length; column++)
        {
            if (!double.IsFinite(offsets[column]))
            {
                return (nameof(offsets), string.Create(CultureInfo.InvariantCulture, $"expected finite values, got {offsets[column]} in column {column}"));
            }

            if (!double.IsFinite(factors[column]) || factors[column] == 0)
            {
                return (nameof(factors), string.Create(CultureInfo.InvariantCulture, $"expected finite values other than 0, got {factors[column]} in column {column}"));
            }
        }

        return null;
    }

    private static Scaler FitMinMax(ReadOnlySpan<float> rows, int columns, float low, float high)
    {
        if (!float.IsFinite(low))
        {
            throw new ArgumentOutOfRangeException(nameof(low), string.Create(CultureInfo.InvariantCulture, $"low: expected a finite value, got {low}"));
        }

        if (!float.IsFinite(high) || high <= low)
        {
            throw new ArgumentOutOfRangeException(nameof(high), string.Create(CultureInfo.InvariantCulture, $"high: expected a finite value above {low}, got {high}"));
        }

        float[] least = rows[..columns].ToArray();
        float[] largest = rows[..columns].ToArray();
        for (ReadOnlySpan<float> row = rows; !row.IsEmpty; row = row[columns..])
        {
            for (int column = 0; column < columns; column++)
            {
                least[column] = Math.Min(least[column], row[column]);
                largest[column] = Math.Max(largest[column], row[column]);
            }
        }

        double[] offsets = new double[columns];
        double[] factors = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            double range = (double)largest[column] - least[column];
            factors[column] = range > 0 ? ((double)high - low) / range : 1;
            offsets[column] = least[column] - (low / factors[column]);
        }

        return new Scaler(offsets, factors);
    }

    // Two passes: the sum of squares about the mean loses no digits where the mean is large. The sum of up to 2²⁹ equal floats is
    // exact in double, and so is their mean, so a column that is all the same has a deviation of exactly 0.
    private static Scaler FitStandard(ReadOnlySpan<float> rows, int columns)
    {
        int count = rows.Length / columns;
        double[] means = new double[columns];
        for (ReadOnlySpan<float> row = rows; !row.IsEmpty; row = row[columns..])
        {
            for (int column = 0; column < columns; column++)
            {
                means[column] += row[column];
            }
        }

        for (int column = 0; column < columns; column++)
        {
            means[column] /= count;
        }

        double[] factors = new double[columns];
        for (ReadOnlySpan<float> row = rows; !row.IsEmpty; row = row[columns..])
        {
            for (int column = 0; column < columns; column++)
            {
                double deviation = row[column] - means[column];
                factors[column] += deviation * deviation;
            }
        }

        for (int column = 0; column < columns; column++)
        {
            double deviation = Math.Sqrt(factors[column] / count);
            factors[column] = deviation > 0 ? 1 / deviation : 1;
        }

        return new Scaler(means, factors);
    }

    private static void CheckHasTargets(Dataset data, string name)
    {
        ArgumentNullException.ThrowIfNull(data, name);
        if (data.HasLabels)
        {
            throw new ArgumentException($"{name}: expected rows with targets, got {data}", name);
        }
    }

    private void CheckColumns(int size, string of)
    {
        if (size != ColumnCount)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"data: expected rows of {Quantity.Of(ColumnCount, of)}, as many as the scaler has columns, got {size}"), "data");
        }
    }

    private void CheckRows(ReadOnlySpan<float> rows)
    {
        if (rows.Length % ColumnCount != 0)
        {
            throw new ArgumentException($"rows: expected whole rows of {Quantity.Of(ColumnCount, "value")}, got {Quantity.Of(rows.Length, "value")}", nameof(rows));
        }
    }
}
