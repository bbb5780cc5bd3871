using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Backprop.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Backprop.Generator.Diagnostics;

/// <summary>
/// Tells the author of a class with a <c>[Network(…)]</c> why it gets no network. The parser is the generator's: whatever that
/// leaves out shows up here.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (type.GetAttributes().FirstOrDefault(static a => IsNetwork(a.AttributeClass)) is not AttributeData attribute)
        {
            return;
        }

        ParseResult result = NetworkParser.Parse(type, attribute, context.Compilation, context.CancellationToken);
        foreach (Problem problem in result.Problems)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.Of(problem.Kind), Place(problem, type, attribute, context.CancellationToken), problem.Details.ToArray<object>()));
        }
    }

    /// <summary>The name first: it is cheap, and rules out nearly every attribute of a project.</summary>
    private static bool IsNetwork(INamedTypeSymbol? attribute)
        => attribute?.Name == "NetworkAttribute" && attribute.ToDisplayString() == NetworkParser.AttributeMetadataName;

    private static Location Place(Problem problem, INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellation)
    {
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        return Place(problem, syntax)?.GetLocation() ?? Place(problem, type, cancellation) ?? ClassName(type, syntax);
    }

    private static SyntaxNode? Place(Problem problem, AttributeSyntax? attribute)
    {
        IEnumerable<AttributeArgumentSyntax> arguments = attribute?.ArgumentList?.Arguments ?? Enumerable.Empty<AttributeArgumentSyntax>();
        if (problem.Argument == Problem.Named)
        {
            return arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == problem.NamedArgument);
        }

        if (problem.Kind == ProblemKind.NoLayers)
        {
            return attribute;
        }

        return problem.Argument < 0 ? null : Entry(arguments.Where(static a => a.NameEquals is null).ToArray(), problem.Argument);
    }

    /// <summary>The entry as one of many arguments, or in the one array that was written in their place.</summary>
    private static SyntaxNode? Entry(AttributeArgumentSyntax[] arguments, int index)
    {
        InitializerExpressionSyntax? array = arguments.Length != 1 ? null : arguments[0].Expression switch
        {
            ArrayCreationExpressionSyntax explicitArray => explicitArray.Initializer,
            ImplicitArrayCreationExpressionSyntax implicitArray => implicitArray.Initializer,
            _ => null,
        };
        if (array is not null)
        {
            return index < array.Expressions.Count ? array.Expressions[index] : arguments[0];
        }

        return index < arguments.Length ? arguments[index].Expression : arguments.FirstOrDefault();
    }

    /// <summary>The member that a problem is about. Problems hold no symbols, so it is looked up by how it is shown.</summary>
    private static Location? Place(Problem problem, INamedTypeSymbol type, CancellationToken cancellation) => problem.Kind switch
    {
        ProblemKind.MemberNameTaken => GeneratedMembers.TakenIn(type)
            .FirstOrDefault(s => GeneratedMembers.Show(s) == problem.Details[1])?.Locations[0],
        ProblemKind.ConstructorWithoutThis => GeneratedMembers.ConstructorsWithoutThis(type, cancellation)
            .FirstOrDefault(s => GeneratedMembers.Show(s) == problem.Details[1])?.Locations[0],
        _ => null,
    };

    /// <summary>Where the class is declared with the attribute: it may have other parts.</summary>
    private static Location ClassName(INamedTypeSymbol type, AttributeSyntax? attribute)
        => attribute?.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.GetLocation() ?? type.Locations[0];
}
