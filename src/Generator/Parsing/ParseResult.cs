using System.Collections.Immutable;
using Backprop.Generator.Model;

namespace Backprop.Generator.Parsing;

/// <summary>
/// A network, or else why there is none; neither, where the compiler itself rejects the attribute. Immutable, structurally equal.
/// </summary>
internal sealed record ParseResult(NetworkSpec? Spec, EquatableArray<Problem> Problems)
{
    public static ParseResult Of(NetworkSpec spec) => new(spec, default);

    public static ParseResult Of(ImmutableArray<Problem> problems) => new(null, new EquatableArray<Problem>(problems));
}
