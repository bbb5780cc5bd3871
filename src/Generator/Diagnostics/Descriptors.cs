using System;
using System.Collections.Immutable;
using System.Linq;
using Backprop.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace Backprop.Generator.Diagnostics;

/// <summary>
/// The diagnostics, one for each <see cref="ProblemKind"/>. Each says what is wrong and what to do, and has a page. Ids are never
/// used again.
/// </summary>
internal static class Descriptors
{
    private const string Category = "Backprop";
    private const string Pages = "https://github.com/backprop-generated/backprop-generated/blob/main/docs/diagnostics/";

    private static readonly DiagnosticDescriptor NotPartial = new DiagnosticDescriptor(
        "BPG0001",
        "Network class is not partial",
        "'{0}' has a [Network] attribute but is not partial: write 'partial class {0}', so that the generator can add to it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0001.md");

    private static readonly DiagnosticDescriptor ContainingTypeNotPartial = new DiagnosticDescriptor(
        "BPG0002",
        "Type around a network is not partial",
        "'{1}', which contains the network '{0}', is not partial: add 'partial' to '{1}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0002.md");

    private static readonly DiagnosticDescriptor NotAClass = new DiagnosticDescriptor(
        "BPG0003",
        "Network is not an ordinary class",
        "'{0}' is {1}: put [Network] on an ordinary partial class",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0003.md");

    private static readonly DiagnosticDescriptor NoLayers = new DiagnosticDescriptor(
        "BPG0004",
        "Network has no layers",
        "The topology has no layer: write the input size, the size of each layer and an activation, such as [Network(784, 16, 10, Activation.Sigmoid)]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0004.md");

    private static readonly DiagnosticDescriptor EntryNotSizeOrActivation = new DiagnosticDescriptor(
        "BPG0005",
        "Topology entry is neither a size nor an activation",
        "{0} is neither a size nor an activation: write an int or a member of Backprop.Activation",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0005.md");

    private static readonly DiagnosticDescriptor SizeNotPositive = new DiagnosticDescriptor(
        "BPG0006",
        "Size is not positive",
        "Size {0} is not positive: inputs and layers have at least 1 value",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0006.md");

    private static readonly DiagnosticDescriptor ActivationWithoutLayer = new DiagnosticDescriptor(
        "BPG0007",
        "Activation has no layer",
        "{0} has no layer to apply to: write the size of a layer before it (the first number of a topology is its input size)",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0007.md");

    private static readonly DiagnosticDescriptor LayerWithoutActivation = new DiagnosticDescriptor(
        "BPG0008",
        "Layer has no activation",
        "The layer of size {0} has no activation: write one at the end, such as Activation.Identity",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0008.md");

    private static readonly DiagnosticDescriptor SoftmaxBeforeLastLayer = new DiagnosticDescriptor(
        "BPG0009",
        "Softmax is before the last layer",
        "Activation.Softmax is for the last layer alone: give the layers before it another activation",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0009.md");

    private static readonly DiagnosticDescriptor LossDoesNotFitOutput = new DiagnosticDescriptor(
        "BPG0010",
        "Loss does not fit the output activation",
        "Loss.{0} needs Activation.{1} in the last layer, which has Activation.{2}: change one of the two",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0010.md");

    private static readonly DiagnosticDescriptor UnknownValue = new DiagnosticDescriptor(
        "BPG0011",
        "Enum value has no name",
        "{0} has no member of value {1}: use one of its named members",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0011.md");

    private static readonly DiagnosticDescriptor TooLarge = new DiagnosticDescriptor(
        "BPG0012",
        "Network is too large",
        "The network needs {0} floats for its parameters, and {1} are the most: make its layers smaller",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0012.md");

    private static readonly DiagnosticDescriptor MemberNameTaken = new DiagnosticDescriptor(
        "BPG0013",
        "Member that the generator writes is declared already",
        "The generator writes '{1}' into '{0}': rename or remove your own",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0013.md");

    private static readonly DiagnosticDescriptor ConstructorWithoutThis = new DiagnosticDescriptor(
        "BPG0014",
        "Constructor does not reach a generated one",
        "'{1}' leaves the network without its memory: let it call ': this()' or ': this(seed)'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0014.md");

    private static readonly DiagnosticDescriptor BaseNeedsArguments = new DiagnosticDescriptor(
        "BPG0015",
        "Base class has no constructor without arguments",
        "The generated constructors of '{0}' call the constructor of '{1}' without arguments, and it has none they can reach: declare one",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0015.md");

    private static readonly DiagnosticDescriptor DropoutNotRate = new DiagnosticDescriptor(
        "BPG0016",
        "Dropout is not a rate",
        "Dropout {0} is not a rate: write the share of outputs to drop, from 0 up and below 1, such as Dropout = 0.2",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "BPG0016.md");

    /// <summary>All of them, in the order of <see cref="ProblemKind"/>.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        Enum.GetValues(typeof(ProblemKind)).Cast<ProblemKind>().Select(Of).ToImmutableArray();

    public static DiagnosticDescriptor Of(ProblemKind kind) => kind switch
    {
        ProblemKind.NotPartial => NotPartial,
        ProblemKind.ContainingTypeNotPartial => ContainingTypeNotPartial,
        ProblemKind.NotAClass => NotAClass,
        ProblemKind.NoLayers => NoLayers,
        ProblemKind.EntryNotSizeOrActivation => EntryNotSizeOrActivation,
        ProblemKind.SizeNotPositive => SizeNotPositive,
        ProblemKind.ActivationWithoutLayer => ActivationWithoutLayer,
        ProblemKind.LayerWithoutActivation => LayerWithoutActivation,
        ProblemKind.SoftmaxBeforeLastLayer => SoftmaxBeforeLastLayer,
        ProblemKind.LossDoesNotFitOutput => LossDoesNotFitOutput,
        ProblemKind.UnknownValue => UnknownValue,
        ProblemKind.TooLarge => TooLarge,
        ProblemKind.MemberNameTaken => MemberNameTaken,
        ProblemKind.ConstructorWithoutThis => ConstructorWithoutThis,
        ProblemKind.BaseNeedsArguments => BaseNeedsArguments,
        ProblemKind.DropoutNotRate => DropoutNotRate,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
