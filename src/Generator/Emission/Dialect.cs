using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>
/// How the operations of a kernel are spelled for vectors of so many lanes: the one place that knows the vector library. The
/// names are those of the aliases at the head of each emitted file.
/// </summary>
internal sealed class Dialect
{
    private readonly string _simd;

    private Dialect(int lanes)
    {
        Lanes = lanes;
        string bits = lanes == 1 ? "Scalar" : Number.Text(lanes * 32);
        _simd = "__Simd" + bits;
        Rows = "__Rows" + bits;
        Output = "__Output" + bits;
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

    /// <summary>
    /// <c>left · right + addend</c>. 128-bit code also runs on processors that cannot fuse the two: the runtime's
    /// <c>MultiplyAdd</c> knows.
    /// </summary>
    public string MultiplyAdd(string left, string right, string addend) => Lanes switch
    {
        1 => Spell($"{addend} + ({left} * {right})"),
        4 => Spell($"{Rows}.MultiplyAdd({left}, {right}, {addend})"),
        _ => Spell($"{_simd}.FusedMultiplyAdd({left}, {right}, {addend})"),
    };
}
