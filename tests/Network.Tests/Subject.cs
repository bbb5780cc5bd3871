using System;
using Backprop.Reference;

namespace Backprop.Network.Tests;

/// <summary>A network under test, the oracle of what it declares, and its vectors as arrays.</summary>
public sealed class Subject
{
    private Subject(INetwork network)
    {
        Network = network;
        Topology = DeclaredTopology.Of(network.GetType());
        Oracle = new Oracle(Topology);
    }

    /// <summary>The network.</summary>
    public INetwork Network { get; }

    /// <summary>What its class declares.</summary>
    public Topology Topology { get; }

    /// <summary>What it should compute.</summary>
    public Oracle Oracle { get; }

    /// <summary>The parameters in canonical order.</summary>
    public float[] Parameters
    {
        get
        {
            var parameters = new float[Network.ParameterCount];
            Network.CopyParametersTo(parameters);
            return parameters;
        }
    }

    /// <summary>The gradients in canonical order.</summary>
    public float[] Gradients
    {
        get
        {
            var gradients = new float[Network.ParameterCount];
            Network.CopyGradientsTo(gradients);
            return gradients;
        }
    }

    /// <summary>A network of a declared class.</summary>
    public static Subject Of(Type network) => new((INetwork)Activator.CreateInstance(network)!);

    /// <summary>This network.</summary>
    public static Subject Of(INetwork network) => new(network);

    /// <summary>A network of a declared class whose parameters, biases too, are all drawn at random.</summary>
    public static Subject Randomized(Type network, int seed)
    {
        Subject subject = Of(network);
        subject.Network.LoadParameters(Samples.Uniform(seed, subject.Network.ParameterCount, -0.5f, 0.5f));
        return subject;
    }

    /// <summary>The outputs of the rows.</summary>
    public float[] Forward(float[] inputs)
    {
        var outputs = new float[inputs.Length / Network.InputSize * Network.OutputSize];
        Network.Forward(inputs, outputs);
        return outputs;
    }

    /// <summary>Random input rows.</summary>
    public float[] Inputs(int seed, int rows) => Samples.Uniform(seed, rows * Network.InputSize, -2, 2);

    /// <summary>Random target rows, in the range where every loss is defined.</summary>
    public float[] Targets(int seed, int rows) => Samples.Uniform(seed, rows * Network.OutputSize, 0, 1);

    /// <summary>Random labels.</summary>
    public int[] Labels(int seed, int rows) => Samples.Labels(seed, rows, Network.OutputSize);

    /// <summary>The network must agree with the oracle on these rows: outputs, cost, gradients and input gradients.</summary>
    public void AgreesWithItsOracle(float[] inputs, float[] targets, double outputTolerance = 4e-6, double gradientTolerance = 1e-5)
    {
        double[] w = Precision.ToDouble(Parameters);
        double[] x = Precision.ToDouble(inputs);
        double[] y = Precision.ToDouble(targets);
        (double cost, double[] gradients, double[] inputGradients) = Oracle.Gradients(w, x, y);

        var networkInputGradients = new float[inputs.Length];
        Network.ZeroGradients();
        float backwardCost = Network.Backward(inputs, targets, networkInputGradients);

        Closeness.Within(outputTolerance, Oracle.Forward(w, x), Forward(inputs), $"{Topology}: outputs");
        Closeness.Within(gradientTolerance, cost, Network.Cost(inputs, targets), $"{Topology}: cost");
        Closeness.Within(gradientTolerance, cost, backwardCost, $"{Topology}: cost beside the gradients");
        Closeness.Within(gradientTolerance, gradients, Gradients, $"{Topology}: gradients");
        Closeness.Within(gradientTolerance, inputGradients, networkInputGradients, $"{Topology}: input gradients");
    }
}
