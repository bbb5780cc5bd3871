using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Backprop.Reference;

namespace Backprop.Network.Tests;

/// <summary>
/// What the attribute on a class says, read by the rules of its documentation and not by the generator's code: so that a
/// network is compared with an oracle of what was written.
/// </summary>
public static class DeclaredTopology
{
    /// <summary>The topology that <paramref name="network"/> declares.</summary>
    public static Topology Of(Type network)
    {
        // The attribute's data and not the attribute: only there can "not set" be told from "set to the first member".
        CustomAttributeData attribute = network.CustomAttributes.Single(data => data.AttributeType == typeof(NetworkAttribute));

        var sizes = new List<int>();
        var activations = new List<Activation>();
        foreach (CustomAttributeTypedArgument entry in (IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)
        {
            if (entry.ArgumentType == typeof(Activation))
            {
                while (activations.Count < sizes.Count - 1)
                {
                    activations.Add((Activation)entry.Value!);
                }
            }
            else
            {
                sizes.Add((int)entry.Value!);
            }
        }

        Loss defaultLoss = activations[^1] == Activation.Softmax ? Loss.CrossEntropy : Loss.SquaredError;
        return new Topology(
            [.. sizes],
            [.. activations],
            Named(nameof(NetworkAttribute.Loss), defaultLoss),
            Named(nameof(NetworkAttribute.Reduction), Reduction.Mean),
            Named(nameof(NetworkAttribute.Bias), true));

        T Named<T>(string name, T otherwise) =>
            attribute.NamedArguments
                .Where(argument => argument.MemberName == name)
                .Select(argument => (T)argument.TypedValue.Value!)
                .DefaultIfEmpty(otherwise)
                .Single();
    }
}
