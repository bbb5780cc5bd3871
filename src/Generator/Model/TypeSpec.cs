using System.Linq;

namespace Backprop.Generator.Model;

/// <summary>
/// The class the user annotated, as text: enough to open it again in another file. Immutable, structurally equal, and without
/// symbols, which would keep old compilations alive.
/// </summary>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="ContainingTypes">The headers of the types around it, outermost first: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Name">Its name as it is written, type parameters left out.</param>
/// <param name="TypeParameters"><c>&lt;T&gt;</c>, or empty.</param>
/// <param name="HintName">The name of its generated file.</param>
/// <param name="HasToString">Whether the author, or a class that it derives from, says what <c>ToString()</c> is.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<string> ContainingTypes, string Name, string TypeParameters, string HintName, bool HasToString)
{
    public string Header => "partial class " + Name + TypeParameters;
}
