using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Backprop.Reference;

namespace Backprop.Generator.Tests.Support;

/// <summary>Networks of random topologies, emitted and compiled together, once for all tests that run them.</summary>
public class GeneratedNetworks
{
    private readonly Assembly _assembly;

    public GeneratedNetworks()
        : this(RandomTopologies.Of(80))
    {
    }

    protected GeneratedNetworks(IReadOnlyList<Topology> topologies)
    {
        Topologies = topologies;
        _assembly = GeneratorRun.Of(RandomTopologies.Declare(Topologies)).Load();
    }

    /// <summary>What the networks compute.</summary>
    public IReadOnlyList<Topology> Topologies { get; }

    /// <summary>A network of the topology of that number, its biases away from zero.</summary>
    public INetwork Create(int number)
    {
        INetwork network = (INetwork)Activator.CreateInstance(_assembly.GetType("Net" + number, throwOnError: true)!, (ulong)number)!;
        Random random = new(number);
        float[] parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        network.LoadParameters(parameters.Select(w => w == 0 ? random.NextSingle() - 0.5f : w).ToArray());
        return network;
    }
}
