using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Backprop.Generator.Tests.Support;
using Backprop.Reference;
using Xunit;

namespace Backprop.Generator.Tests;

/// <summary>A step with dropout has the gradient of what it leaves, whatever the topology.</summary>
public sealed class DropoutTopologyTests
{
    private const int Count = 60;
    private const ulong Seed = 3;
    private const float Rate = 0.4f;

    // One vector of a few elements may be all cancellation. A wrong draw is off by whole outputs.
    private const double Tolerance = 1e-4;

    [Fact]
    public void AStepHasTheGradientOfWhatIsLeft()
    {
        IReadOnlyList<Topology> topologies = RandomTopologies.Of(Count);
        string source = RandomTopologies.Declare(topologies).Replace(")] public", ", Dropout = 0.4)] public", StringComparison.Ordinal);
        Assembly assembly = GeneratorRun.Of(source).Load();
        for (int k = 0; k < Count; k++)
        {
            Topology topology = topologies[k];
            INetwork network = (INetwork)Activator.CreateInstance(assembly.GetType("Net" + k, throwOnError: true)!, Seed)!;
            Oracle oracle = new(topology);
            ulong step = 0;
            foreach (int batch in new[] { 1, 2, 7, 49 })
            {
                Rows rows = new(topology, batch);
                double[] parameters = Precision.ToDouble(Canonical(network.CopyParametersTo, network));
                double[][] factors = DropoutDraws.Factors(topology, Rate, Seed, step++, batch);
                (double cost, double[] gradients, _) = oracle.Gradients(parameters, Precision.ToDouble(rows.Inputs), Precision.ToDouble(rows.Targets), factors);
                Capturing rule = new();

                Closeness.Within(Tolerance, cost, network.Train(rows.Inputs, rows.Targets, rule), $"{topology}, {batch} rows: cost");
                rule.Gradients.CopyTo(network.Gradients);
                Closeness.Within(Tolerance, gradients, Canonical(network.CopyGradientsTo, network), $"{topology}, {batch} rows: gradients");
            }
        }
    }

    private static float[] Canonical(CopyTo copy, INetwork network)
    {
        float[] values = new float[network.ParameterCount];
        copy(values);
        return values;
    }

    private delegate void CopyTo(Span<float> destination);

    /// <summary>Keeps the gradient, and leaves the parameters alone.</summary>
    private sealed class Capturing() : Optimizer(0.1f)
    {
        public float[] Gradients { get; private set; } = Array.Empty<float>();

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients, OptimizerState state) => Gradients = gradients.ToArray();
    }
}
