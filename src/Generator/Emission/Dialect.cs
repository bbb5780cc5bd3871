using System.Collections.Generic;
using System.Linq;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>
/// How the operations of a kernel are spelled for vectors of so many lanes: the one place that knows the vector library. The
/// names are those of the aliases at the head of each emitted file.
/// </summary>
internal sealed class Dialect
{
    private readonly string _simd;
    private readonly string _lanes;

    private Dialect(int lanes)
    {
        Lanes = lanes;
        string bits = lanes == 1 ? "Scalar" : Number.Text(lanes * 32);
        _simd = "__Simd" + bits;
        Rows = "__Rows" + bits;
        Output = "__Output" + bits;
        _lanes = "__Lanes" + bits;
    }

    public int Lanes { get; }

    /// <summary>The alias of the runtime's <c>RowMath</c> at this width.</summary>
    public string Rows { get; }

    /// <summary>The alias of the runtime's <c>OutputMath</c> at this width.</summary>
    public string Output { get; }

    private bool IsScalar => Lanes == 1;

    public static Dialect Of(int lanes) => new(lanes);

    public string Zero => IsScalar ? "0f" : Spell($"{_simd}.Create(0f)");

    /// <summary>The float <paramref name="offset"/> floats after a reference.</summary>
    public static string At(string reference, string offset) => offset == "0" ? reference : Spell($"__Refs.Add(ref {reference}, {offset})");

    /// <summary>One float in every lane.</summary>
    public string Broadcast(string value) => IsScalar ? value : Spell($"{_simd}.Create({value})");

    public string Load(string reference, string offset) => IsScalar
        ? At(reference, offset)
        : offset == "0" ? Spell($"{_simd}.LoadUnsafe(ref {reference})") : Spell($"{_simd}.LoadUnsafe(ref {reference}, {offset})");

    public string Store(string value, string reference, string offset) => IsScalar
        ? Spell($"{At(reference, offset)} = {value};")
        : offset == "0" ? Spell($"{_simd}.StoreUnsafe({value}, ref {reference});") : Spell($"{_simd}.StoreUnsafe({value}, ref {reference}, {offset});");

    /// <summary>A float for each lane.</summary>
    public string Create(IEnumerable<string> values) => Spell($"{_simd}.Create({string.Join(", ", values)})");

    /// <summary>The first <paramref name="count"/> floats, and zeros in the other lanes; nothing after them is read.</summary>
    public string LoadFirst(string reference, int offset, int count) => count == Lanes
        ? Load(reference, Number.Text(offset))
        : Create(Enumerable.Range(0, Lanes).Select(k => k < count ? At(reference, Number.Text(offset + k)) : "0f"));

    /// <summary>Statements that store the first <paramref name="count"/> lanes, and nothing after them.</summary>
    public IEnumerable<string> StoreFirst(string value, string reference, int offset, int count)
    {
        if (count == Lanes)
        {
            return new[] { Store(value, reference, Number.Text(offset)) };
        }

        if (Lanes == 4)
        {
            return Enumerable.Range(0, count).Select(k => Spell($"{At(reference, Number.Text(offset + k))} = {_simd}.GetElement({value}, {k});"));
        }

        Dialect half = Of(Lanes / 2);
        IEnumerable<string> lower = half.StoreFirst(Spell($"{_simd}.GetLower({value})"), reference, offset, System.Math.Min(count, half.Lanes));
        return count <= half.Lanes ? lower : lower.Concat(half.StoreFirst(Spell($"{_simd}.GetUpper({value})"), reference, offset + half.Lanes, count - half.Lanes));
    }

    /// <summary>
    /// Lane <paramref name="lane"/> of a vector of <paramref name="lanes"/> lanes in every lane of this width. Within four lanes that
    /// is one cycle on x64, from the first four of a wide vector two; across a wide vector it is four or five, still half of what
    /// it takes to store a vector and load a float from it.
    /// </summary>
    public string Lane(string vector, int lanes, int lane)
    {
        if (lanes > 4 && Lanes == 4)
        {
            return Lane(Of(lanes).Half(vector, lane), lanes / 2, lane % (lanes / 2));
        }

        return lanes == Lanes && (lanes == 4 || lane >= 4)
            ? Spell($"{_simd}.Shuffle({vector}, {_simd}.Create({lane}))")
            : Spell($"{_simd}.Create({Of(lanes)._simd}.GetElement({vector}, {lane}))");
    }

    /// <summary>A narrow vector again and again.</summary>
    public string Repeat(string vector, int lanes)
        => lanes == Lanes ? vector : Spell($"{_simd}.Shuffle({Raise(vector, lanes)}, {_simd}.Create({string.Join(", ", Enumerable.Range(0, Lanes).Select(k => Number.Text(k % lanes)))}))");

    /// <summary>
    /// Narrow vectors side by side: as many as fill this width, a power of two. The compiler makes one insertion of each pair, and
    /// two of <c>Create</c> with two halves.
    /// </summary>
    public string Join(IReadOnlyList<string> vectors)
    {
        if (vectors.Count == 1)
        {
            return vectors[0];
        }

        Dialect half = Of(Lanes / 2);
        string lower = half.Join(vectors.Take(vectors.Count / 2).ToArray());
        string upper = half.Join(vectors.Skip(vectors.Count / 2).ToArray());
        return Spell($"{_simd}.WithUpper({half._simd}.ToVector{Lanes * 32}Unsafe({lower}), {upper})");
    }

    /// <summary>The narrow vector of <paramref name="lanes"/> lanes at a place of this width.</summary>
    public string Part(string vector, int lanes, int index)
    {
        if (lanes == Lanes)
        {
            return vector;
        }

        int perHalf = Lanes / lanes / 2;
        return Of(Lanes / 2).Part(Half(vector, index * lanes), lanes, index % perHalf);
    }

    /// <summary>A narrow vector of <paramref name="lanes"/> lanes, and zeros in the other lanes.</summary>
    public string Widen(string vector, int lanes)
        => lanes == Lanes ? vector : Spell($"{Of(Lanes / 2)._simd}.ToVector{Lanes * 32}({Of(Lanes / 2).Widen(vector, lanes)})");

    /// <summary>In each group of <paramref name="group"/> lanes, its lane <paramref name="lane"/> in all of them.</summary>
    public string LaneOfGroups(string vector, int group, int lane)
        => Spell($"{_simd}.Shuffle({vector}, {_simd}.Create({string.Join(", ", Enumerable.Range(0, Lanes).Select(k => Number.Text((k / group * group) + lane)))}))");

    /// <summary>The two halves of a vector of twice this width, added.</summary>
    public string AddHalves(string vector) => Spell($"{_lanes}.AddHalves({vector})");

    /// <summary>See <c>Lanes128.Fold</c>.</summary>
    public string Fold(string left, string right, int distance) => Spell($"{_lanes}.Fold({left}, {right}, {distance})");

    /// <summary>The first lanes of each group of <paramref name="group"/>, then the second lanes, and so on.</summary>
    public string Interleave(string vector, int group)
    {
        int groups = Lanes / group;
        return Spell($"{_simd}.Shuffle({vector}, {Create(Enumerable.Range(0, Lanes).Select(lane => Number.Text(((lane % groups) * group) + (lane / groups))))})");
    }

    /// <summary>
    /// <c>left · right + addend</c>. 128-bit code also runs on processors that cannot fuse the two: the runtime's
    /// <c>MultiplyAdd</c> knows.
    /// </summary>
    public string MultiplyAdd(string left, string right, string addend) => Lanes switch
    {
        1 => Spell($"{addend} + ({left} * {right})"),
        4 => Spell($"{Rows}.MultiplyAdd({left}, {right}, {addend})"),
        _ => FusedMultiplyAdd(left, right, addend),
    };

    /// <summary><c>left · right + addend</c>, in code that only runs where the hardware fuses the two: nothing that has to be inlined.</summary>
    public string FusedMultiplyAdd(string left, string right, string addend) => Spell($"{_simd}.FusedMultiplyAdd({left}, {right}, {addend})");

    /// <summary>A narrow vector in the first lanes, and anything in the others.</summary>
    private string Raise(string vector, int lanes)
        => lanes == Lanes ? vector : Spell($"{Of(Lanes / 2)._simd}.ToVector{Lanes * 32}Unsafe({Of(Lanes / 2).Raise(vector, lanes)})");

    /// <summary>The half of a vector of this width that a lane lies in.</summary>
    private string Half(string vector, int lane) => Spell($"{_simd}.{(lane < Lanes / 2 ? "GetLower" : "GetUpper")}({vector})");
}
