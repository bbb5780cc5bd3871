using System;
using System.Linq;

namespace Backprop.Network.Tests;

/// <summary>
/// A network with everything that a call could spoil, filled with numbers that would show it: three inputs, five hidden, two
/// outputs, four rows.
/// </summary>
internal sealed class BadCallBench
{
    /// <summary>The number of rows in the buffers below.</summary>
    public const int Rows = 4;

    /// <summary>Prepares a network and its buffers; always the same.</summary>
    public BadCallBench()
    {
        Subject subject = Subject.Randomized(typeof(SmallNet), 1);
        Network = (SmallNet)subject.Network;
        Inputs = subject.Inputs(2, Rows);
        Targets = subject.Targets(3, Rows);
        Labels = subject.Labels(4, Rows);
        Outputs = Samples.Uniform(5, Rows * SmallNet.OutputSize, -1, 1);
        InputGradients = Samples.Uniform(6, Rows * SmallNet.InputSize, -1, 1);
        Vector = Samples.Uniform(7, SmallNet.ParameterCount, -1, 1);
        Network.Backward(Inputs, Targets);
    }

    /// <summary>The network, with gradients from an earlier call.</summary>
    public SmallNet Network { get; }

    /// <summary>Input rows.</summary>
    public float[] Inputs { get; }

    /// <summary>Target rows.</summary>
    public float[] Targets { get; }

    /// <summary>Labels.</summary>
    public int[] Labels { get; }

    /// <summary>A place for outputs.</summary>
    public float[] Outputs { get; }

    /// <summary>A place for input gradients.</summary>
    public float[] InputGradients { get; }

    /// <summary>As many values as there are parameters.</summary>
    public float[] Vector { get; }

    /// <summary>The optimizer of the bad and of the good steps.</summary>
    public Adam Optimizer { get; } = new(0.01f);

    /// <summary>The bits of all that no failed call may change.</summary>
    public int[] Snapshot() =>
    [
        .. new[] { Network.Parameters.ToArray(), Network.Gradients.ToArray(), Inputs, Targets, Outputs, InputGradients, Vector }
            .SelectMany(values => Bits.Of(values)),
        .. Labels,
    ];
}
