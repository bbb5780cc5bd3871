using System;
using System.Collections.Generic;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace Backprop.Generator.Tests.Support;

/// <summary>Walks all that a model refers to: a symbol or a node anywhere in it would keep an old compilation alive.</summary>
internal static class ModelGraph
{
    private static readonly Type[] Forbidden =
    {
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(Location), typeof(Compilation), typeof(SemanticModel), typeof(AttributeData),
    };

    public static void AssertHoldsNoSymbols(IEnumerable<object> models)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(object Value, string Path)> open = new();
        foreach (object model in models)
        {
            open.Push((model, model.GetType().Name));
        }

        while (open.TryPop(out (object Value, string Path) item))
        {
            if (!seen.Add(item.Value))
            {
                continue;
            }

            foreach (Type type in Forbidden)
            {
                if (type.IsInstanceOfType(item.Value))
                {
                    throw new XunitException($"{item.Path} is a {item.Value.GetType().Name}.");
                }
            }

            foreach ((object value, string path) in PartsOf(item.Value, item.Path))
            {
                open.Push((value, path));
            }
        }
    }

    private static IEnumerable<(object Value, string Path)> PartsOf(object value, string path)
    {
        if (value is Array array)
        {
            foreach (object? element in array)
            {
                if (element is not null && !IsLeaf(element.GetType()))
                {
                    yield return (element, path + "[]");
                }
            }

            yield break;
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.GetValue(value) is object part && !IsLeaf(part.GetType()))
                {
                    yield return (part, path + "." + field.Name);
                }
            }
        }
    }

    private static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string);
}
