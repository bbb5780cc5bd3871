using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Generator.Parsing;

/// <summary>
/// The names that the emitted part of a class uses: whoever declares one of them too would get the compiler's errors in a file
/// that is not theirs. A test compares the lists with the emitted text.
/// </summary>
internal static class GeneratedMembers
{
    /// <summary>Members that are not methods: nothing else can have their name.</summary>
    public static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(
        "InputSize",
        "OutputSize",
        "LayerCount",
        "ParameterCount",
        "Parameters",
        "Gradients",
        "Threads",
        "Kernels",
        "_backprop");

    /// <summary>Properties of the interface that are implemented explicitly: most return the constants of the same name.</summary>
    public static readonly ImmutableHashSet<string> InterfaceProperties = ImmutableHashSet.Create("InputSize", "OutputSize", "LayerCount", "ParameterCount", "Core");

    /// <summary>What is emitted unless the author has it: see <see cref="HasToString"/>.</summary>
    public const string Summary = "ToString()";

    /// <summary>Methods: an overload with other parameters is allowed.</summary>
    public static readonly ImmutableHashSet<string> Methods = ImmutableHashSet.Create(
        "ZeroGradients()",
        "Initialize(ulong)",
        "Forward(System.ReadOnlySpan<float>, System.Span<float>)",
        "Predict(System.ReadOnlySpan<float>)",
        "Cost(System.ReadOnlySpan<float>, System.ReadOnlySpan<float>)",
        "Cost(System.ReadOnlySpan<float>, System.ReadOnlySpan<int>)",
        "Backward(System.ReadOnlySpan<float>, System.ReadOnlySpan<float>)",
        "Backward(System.ReadOnlySpan<float>, System.ReadOnlySpan<float>, System.Span<float>)",
        "Backward(System.ReadOnlySpan<float>, System.ReadOnlySpan<int>)",
        "Backward(System.ReadOnlySpan<float>, System.ReadOnlySpan<int>, System.Span<float>)",
        "Train(System.ReadOnlySpan<float>, System.ReadOnlySpan<float>, Backprop.Optimizer)",
        "Train(System.ReadOnlySpan<float>, System.ReadOnlySpan<int>, Backprop.Optimizer)",
        "BackwardFromOutput(System.ReadOnlySpan<float>, System.ReadOnlySpan<float>)",
        "BackwardFromOutput(System.ReadOnlySpan<float>, System.ReadOnlySpan<float>, System.Span<float>)",
        "CopyParametersTo(System.Span<float>)",
        "LoadParameters(System.ReadOnlySpan<float>)",
        "CopyGradientsTo(System.Span<float>)",
        "Weight(int, int, int)",
        "Bias(int, int)");

    /// <summary>The parameters of the emitted constructors.</summary>
    public static readonly ImmutableHashSet<string> Constructors = ImmutableHashSet.Create("()", "(ulong)");

    private static readonly ImmutableHashSet<string> MethodNames = Methods.Select(static m => m.Substring(0, m.IndexOf('('))).ToImmutableHashSet();

    private static readonly SymbolDisplayFormat ParameterFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>What the author declares under a name that the emitted part takes.</summary>
    /// <param name="type">The network's class. The analyzer sees it together with its emitted part, which does not count.</param>
    public static IEnumerable<ISymbol> TakenIn(INamedTypeSymbol type)
    {
        if (IsTakenByAnything(type.Name))
        {
            yield return type;
        }

        foreach (ITypeParameterSymbol parameter in type.TypeParameters.Where(static p => IsTakenByAnything(p.Name)))
        {
            yield return parameter;
        }

        foreach (ISymbol member in AuthorsMembers(type).Where(static m => IsTaken(m)))
        {
            yield return member;
        }
    }

    /// <summary>The author's constructors that reach no emitted one, and so leave the network without its memory.</summary>
    public static IEnumerable<IMethodSymbol> ConstructorsWithoutThis(INamedTypeSymbol type, CancellationToken cancellation)
        => AuthorsMembers(type)
            .OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Constructor
                && !IsTaken(m)
                && m.DeclaringSyntaxReferences.Any(r =>
                    r.GetSyntax(cancellation) is ConstructorDeclarationSyntax declaration
                    && !declaration.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer)));

    /// <summary>
    /// Whether there is something of the name <c>ToString</c> that an override would collide with, or take the place of: in the class, or in a
    /// class of the author's that it derives from.
    /// </summary>
    public static bool HasToString(INamedTypeSymbol type)
    {
        if (type.Name == nameof(ToString) || type.TypeParameters.Any(static p => p.Name == nameof(ToString)) || AuthorsMembers(type).Any(static m => IsToString(m)))
        {
            return true;
        }

        for (INamedTypeSymbol? parent = type.BaseType; parent is { SpecialType: not SpecialType.System_Object }; parent = parent.BaseType)
        {
            if (AuthorsMembers(parent).FirstOrDefault(static m => IsToString(m)) is ISymbol inherited)
            {
                return !(inherited.IsAbstract && inherited is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_String });
            }
        }

        return false;
    }

    private static bool IsToString(ISymbol member) => member.Name == nameof(ToString) && member is not IMethodSymbol { Arity: > 0 } and not IMethodSymbol { Parameters.IsEmpty: false };

    /// <summary>How to show a symbol in an error: with its parameters, where they distinguish it.</summary>
    public static string Show(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.Name + Parameters(constructor),
        IMethodSymbol method => method.Name + Parameters(method),
        IPropertySymbol { ExplicitInterfaceImplementations: { IsEmpty: false } implemented } => "INetwork." + implemented[0].Name,
        _ => symbol.Name,
    };

    private static IEnumerable<ISymbol> AuthorsMembers(INamedTypeSymbol type)
        => type.GetMembers().Where(static m => !m.IsImplicitlyDeclared && !m.DeclaringSyntaxReferences.Any(static r => IsEmitted(r.SyntaxTree)));

    /// <summary>The compiler puts what a generator emits into a folder that has the name of the generator's class.</summary>
    private static bool IsEmitted(SyntaxTree tree)
        => tree.FilePath.Length > 0 && Path.GetFileName(Path.GetDirectoryName(tree.FilePath)) == typeof(NetworkGenerator).FullName;

    private static bool IsTakenByAnything(string name) => Names.Contains(name) || MethodNames.Contains(name);

    private static bool IsTaken(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => IsPrimary(constructor) || Constructors.Contains(Parameters(constructor)),
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method => Names.Contains(method.Name) || IsTakenMethod(method),
        IMethodSymbol => false,
        IPropertySymbol { ExplicitInterfaceImplementations: { IsEmpty: false } implemented } => implemented.Any(static p => IsTakenProperty(p)),
        _ => IsTakenByAnything(member.Name),
    };

    private static bool IsTakenProperty(IPropertySymbol implemented)
        => implemented.ContainingType.ToDisplayString() == "Backprop.INetwork" && InterfaceProperties.Contains(implemented.Name);

    private static bool IsTakenMethod(IMethodSymbol method)
        => method.Arity == 0
        && MethodNames.Contains(method.Name)
        && method.Parameters.All(static p => p.RefKind == RefKind.None)
        && Methods.Contains(method.Name + Parameters(method));

    /// <summary>A primary constructor must be called by every other, and the emitted ones cannot know its arguments.</summary>
    private static bool IsPrimary(IMethodSymbol constructor)
        => constructor.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is TypeDeclarationSyntax);

    private static string Parameters(IMethodSymbol method)
        => "(" + string.Join(", ", method.Parameters.Select(static p => p.Type.ToDisplayString(ParameterFormat))) + ")";
}
