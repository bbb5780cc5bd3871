namespace Backprop.Generator.Parsing;

/// <summary>The mistakes that the parser recognises; each is one diagnostic.</summary>
internal enum ProblemKind
{
    NotPartial,
    ContainingTypeNotPartial,
    NotAClass,
    NoLayers,
    EntryNotSizeOrActivation,
    SizeNotPositive,
    ActivationWithoutLayer,
    LayerWithoutActivation,
    SoftmaxBeforeLastLayer,
    LossDoesNotFitOutput,
    UnknownValue,
    TooLarge,
    MemberNameTaken,
    ConstructorWithoutThis,
    BaseNeedsArguments,
    DropoutNotRate,
}
