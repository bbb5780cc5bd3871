using Backprop.Generator.Model;

namespace Backprop.Generator.Parsing;

/// <summary>Why there is no network: immutable, structurally equal, without locations; the analyzer knows where to show it.</summary>
/// <param name="Kind">Which mistake.</param>
/// <param name="Argument">The topology entry it is about, from 0; −1: the class; −2: the named argument <see cref="NamedArgument"/>.</param>
/// <param name="Details">What the message is filled with.</param>
internal sealed record Problem(ProblemKind Kind, int Argument, EquatableArray<string> Details)
{
    public const int Class = -1;
    public const int Named = -2;

    public string NamedArgument { get; init; } = string.Empty;
}
