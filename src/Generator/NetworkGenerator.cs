using System.Text;
using Backprop.Generator.Emission;
using Backprop.Generator.Model;
using Backprop.Generator.Parsing;
using Backprop.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Backprop.Generator;

/// <summary>
/// Writes the network of every class with a <c>[Network(…)]</c>: parse, plan, emit. Reports nothing: the analyzer, which shares
/// the parser, tells the user why a class got no network.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <summary>The name of the tracked step whose values are the specifications.</summary>
    internal const string SpecStep = "NetworkSpec";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkSpec> specs = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                NetworkParser.AttributeMetadataName,
                static (node, _) => node is TypeDeclarationSyntax,
                static (match, cancellation) => NetworkParser.IsFirstPart(match)
                    ? NetworkParser.Parse((INamedTypeSymbol)match.TargetSymbol, match.Attributes[0], match.SemanticModel.Compilation, cancellation).Spec
                    : null)
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(SpecStep);

        context.RegisterSourceOutput(specs, static (output, spec) =>
        {
            NetworkPlan plan = NetworkPlanner.Plan(spec);
            output.AddSource(spec.Type.HintName, SourceText.From(NetworkEmitter.Emit(plan), Encoding.UTF8));
        });
    }
}
