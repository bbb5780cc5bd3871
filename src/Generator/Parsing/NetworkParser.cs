using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Backprop.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Generator.Parsing;

/// <summary>From an annotated class to what its author wrote. The only code that sees symbols, for the generator and the analyzer.</summary>
internal static class NetworkParser
{
    public const string AttributeMetadataName = "Backprop.NetworkAttribute";

    private const string DropoutName = "Dropout";

    private static readonly SymbolDisplayFormat NamespaceFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    private static readonly SymbolDisplayFormat NameFormat = new(miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat GenericNameFormat = NameFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance);

    /// <summary>
    /// Whether this is the part of the class that counts. The compiler refuses a second attribute, on another part too, but that part
    /// is a match of its own; two files for one class would be one too many.
    /// </summary>
    public static bool IsFirstPart(GeneratorAttributeSyntaxContext match)
        => match.TargetSymbol.GetAttributes().First(static a => IsNetwork(a)).ApplicationSyntaxReference is { } reference
        && reference.SyntaxTree == match.TargetNode.SyntaxTree
        && match.TargetNode.Span.Contains(reference.Span);

    public static bool IsNetwork(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() == AttributeMetadataName;

    public static ParseResult Parse(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
        if (HasCompilerError(attribute))
        {
            return ParseResult.Of(problems.ToImmutable());
        }

        CheckDeclaration(type, problems, cancellation);
        TopologySpec? topology = ParseTopology(attribute, problems);
        InitializerKind initializer = ParseInitializer(attribute, problems);
        float dropout = ParseDropout(attribute, problems);
        CheckMembers(type, compilation, problems, cancellation);
        if (topology is null || problems.Count > 0)
        {
            return ParseResult.Of(problems.ToImmutable());
        }

        return ParseResult.Of(new NetworkSpec(ParseType(type, compilation, cancellation), topology, HasSparseInputs(attribute), initializer, dropout));
    }

    /// <summary>Whether the compiler itself rejects an argument: then it has said so already.</summary>
    private static bool HasCompilerError(AttributeData attribute)
        => attribute.AttributeConstructor?.Parameters.Length != attribute.ConstructorArguments.Length
        || attribute.ConstructorArguments.Any(static a => IsError(a))
        || attribute.NamedArguments.Any(static a => IsError(a.Value));

    private static bool IsError(TypedConstant value)
        => value.Kind == TypedConstantKind.Error
        || (value.Kind == TypedConstantKind.Array && !value.IsNull && value.Values.Any(static v => IsError(v)));

    private static void CheckDeclaration(INamedTypeSymbol type, ImmutableArray<Problem>.Builder problems, CancellationToken cancellation)
    {
        if (KindOtherThanClass(type, cancellation) is string kind)
        {
            // Whether it is partial does not matter as long as it has to become something else.
            problems.Add(AtClass(ProblemKind.NotAClass, type.Name, kind));
            return;
        }

        if (!IsPartial(type, cancellation))
        {
            problems.Add(AtClass(ProblemKind.NotPartial, type.Name));
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer, cancellation))
            {
                problems.Add(AtClass(ProblemKind.ContainingTypeNotPartial, type.Name, outer.Name));
            }
        }
    }

    private static string? KindOtherThanClass(INamedTypeSymbol type, CancellationToken cancellation) => type switch
    {
        { IsStatic: true } => "a static class",
        { IsRecord: true } => "a record",
        { TypeKind: TypeKind.Interface } => "an interface",
        { TypeKind: not TypeKind.Class } => "a " + type.TypeKind.ToString().ToLowerInvariant(),
        _ => IsFileLocal(type, cancellation) ? "a class that only its own file can see" : null,
    };

    /// <summary>A file-local class cannot have a part in another file. The compiler that this is built against has no name for it yet.</summary>
    private static bool IsFileLocal(INamedTypeSymbol type, CancellationToken cancellation) => HasModifier(type, "file", cancellation);

    private static void CheckMembers(INamedTypeSymbol type, Compilation compilation, ImmutableArray<Problem>.Builder problems, CancellationToken cancellation)
    {
        if (type.TypeKind != TypeKind.Class || type.IsRecord)
        {
            return;
        }

        foreach (ISymbol taken in GeneratedMembers.TakenIn(type))
        {
            problems.Add(AtClass(ProblemKind.MemberNameTaken, type.Name, GeneratedMembers.Show(taken)));
        }

        foreach (IMethodSymbol constructor in GeneratedMembers.ConstructorsWithoutThis(type, cancellation))
        {
            problems.Add(AtClass(ProblemKind.ConstructorWithoutThis, type.Name, GeneratedMembers.Show(constructor)));
        }

        if (type.BaseType is { TypeKind: TypeKind.Class } parent && !parent.InstanceConstructors.Any(c => IsCallableWithoutArguments(c, type, compilation)))
        {
            problems.Add(AtClass(ProblemKind.BaseNeedsArguments, type.Name, parent.Name));
        }
    }

    private static bool IsCallableWithoutArguments(IMethodSymbol constructor, INamedTypeSymbol from, Compilation compilation)
        => constructor.Parameters.All(static p => p.IsOptional || p.IsParams) && compilation.IsSymbolAccessibleWithin(constructor, from);

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => HasModifier(type, "partial", cancellation);

    private static bool HasModifier(INamedTypeSymbol type, string modifier, CancellationToken cancellation)
        => type.DeclaringSyntaxReferences.Any(r =>
            r.GetSyntax(cancellation) is TypeDeclarationSyntax declaration
            && declaration.Modifiers.Any(m => m.ValueText == modifier));

    private static TopologySpec? ParseTopology(AttributeData attribute, ImmutableArray<Problem>.Builder problems)
    {
        LossKind? loss = null;
        ReductionKind reduction = ReductionKind.Mean;
        bool bias = true;
        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            switch (named.Key)
            {
                case "Loss":
                    loss = ParseEnum<LossKind>(named, problems);
                    break;
                case "Reduction":
                    reduction = ParseEnum<ReductionKind>(named, problems) ?? reduction;
                    break;
                case "Bias":
                    bias = named.Value.Value is not false;
                    break;
            }
        }

        return TopologyParser.Parse(ParseEntries(attribute), loss, reduction, bias, problems);
    }

    private static InitializerKind ParseInitializer(AttributeData attribute, ImmutableArray<Problem>.Builder problems)
        => attribute.NamedArguments.Where(static named => named.Key == "Initializer").Select(named => ParseEnum<InitializerKind>(named, problems)).FirstOrDefault() ?? InitializerKind.Default;

    private static bool HasSparseInputs(AttributeData attribute)
        => attribute.NamedArguments.Any(static named => named.Key == "SparseInputs" && named.Value.Value is true);

    /// <summary>A float has all the digits that a rate can have an effect with.</summary>
    private static float ParseDropout(AttributeData attribute, ImmutableArray<Problem>.Builder problems)
    {
        double rate = attribute.NamedArguments.Where(static named => named.Key == DropoutName).Select(static named => named.Value.Value).OfType<double>().FirstOrDefault();
        if (rate >= 0 && (float)rate < 1)
        {
            return (float)rate;
        }

        problems.Add(new Problem(ProblemKind.DropoutNotRate, Problem.Named, new EquatableArray<string>(new[] { rate.ToString(CultureInfo.InvariantCulture) })) { NamedArgument = DropoutName });
        return 0;
    }

    /// <summary>A <c>params</c> array arrives as one argument, or null when the user passed null for it.</summary>
    private static IReadOnlyList<TopologyEntry> ParseEntries(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length != 1
            || attribute.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array, IsNull: false } array)
        {
            return Array.Empty<TopologyEntry>();
        }

        return array.Values.Select(ParseEntry).ToArray();
    }

    private static TopologyEntry ParseEntry(TypedConstant value)
    {
        if (value.Kind == TypedConstantKind.Primitive && value.Value is int size)
        {
            return new TopologyEntry(size, null, size.ToString(CultureInfo.InvariantCulture));
        }

        if (value.Kind == TypedConstantKind.Enum
            && value.Type?.ToDisplayString() == "Backprop.Activation"
            && value.Value is int activation
            && Enum.IsDefined(typeof(ActivationKind), activation))
        {
            return new TopologyEntry(null, (ActivationKind)activation, "Activation." + (ActivationKind)activation);
        }

        return new TopologyEntry(null, null, Describe(value));
    }

    private static string Describe(TypedConstant value) => value.Kind switch
    {
        TypedConstantKind.Array => "an array",
        _ => value.IsNull ? "null" : string.Format(CultureInfo.InvariantCulture, "{0} ({1})", value.Value, value.Type?.Name),
    };

    private static TEnum? ParseEnum<TEnum>(KeyValuePair<string, TypedConstant> named, ImmutableArray<Problem>.Builder problems)
        where TEnum : struct, Enum
    {
        if (named.Value.Value is int value && Enum.IsDefined(typeof(TEnum), value))
        {
            return (TEnum)Enum.ToObject(typeof(TEnum), value);
        }

        problems.Add(new Problem(ProblemKind.UnknownValue, Problem.Named, new EquatableArray<string>(new[] { named.Key, string.Format(CultureInfo.InvariantCulture, "{0}", named.Value.Value) })) { NamedArgument = named.Key });
        return null;
    }

    private static TypeSpec ParseType(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        List<string> containing = new();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containing.Insert(0, "partial " + Keyword(outer) + " " + outer.ToDisplayString(GenericNameFormat));
        }

        string name = type.ToDisplayString(NameFormat);
        return new TypeSpec(
            type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(NamespaceFormat),
            new EquatableArray<string>(containing),
            name,
            type.ToDisplayString(GenericNameFormat).Substring(name.Length),
            HintName(type, compilation, cancellation),
            GeneratedMembers.HasToString(type));
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { IsRecord: true } => "record",
        _ => "class",
    };

    /// <summary>
    /// The full metadata name. File names are compared without regard to case: types that differ in nothing else get a mark of
    /// their own, which says which of their letters are capitals.
    /// </summary>
    private static string HintName(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        string name = MetadataName(type);
        bool hasTwin = compilation
            .GetSymbolsWithName(other => string.Equals(other, type.Name, StringComparison.OrdinalIgnoreCase), SymbolFilter.Type, cancellation)
            .OfType<INamedTypeSymbol>()
            .Select(MetadataName)
            .Any(other => other != name && string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        string mark = hasTwin ? "-" + string.Concat(name.Select(static c => char.IsUpper(c) ? '1' : '0')) : string.Empty;
        return name + mark + ".g.cs";
    }

    private static string MetadataName(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = outer.MetadataName + "+" + name;
        }

        return type.ContainingNamespace.IsGlobalNamespace
            ? name
            : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat).Replace("@", string.Empty) + "." + name;
    }

    private static Problem AtClass(ProblemKind kind, params string[] details)
        => new(kind, Problem.Class, new EquatableArray<string>(details));
}
