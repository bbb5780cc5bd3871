namespace Backprop.Generator.Model;

/// <summary>The members of <c>Backprop.Reduction</c>, in its order.</summary>
internal enum ReductionKind
{
    Mean,
    Sum,
}
