namespace Backprop.Generator.Model;

/// <summary>The members of <c>Backprop.Initializer</c>, in its order.</summary>
internal enum InitializerKind
{
    Default,
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LeCunUniform,
    LeCunNormal,
    Zeros,
}
